using System.Diagnostics.CodeAnalysis;
using MeetingCloud.Api.Data.Postgres;
using MeetingCloud.Api.Data.Sqlite;

namespace MeetingCloud.Api.Data;

/// <summary>
/// Reads <c>DATABASE_URL</c>: <c>sqlite:///./meetings.db</c> (relative, as SQLAlchemy spells it), <c>sqlite:////srv/meetings.db</c>
/// (absolute), or <c>postgresql://user:password@host:port/database?sslmode=…</c>, as libpq spells it.
/// </summary>
internal static class DatabaseUrl
{
    public const string Variable = "DATABASE_URL";
    public const string Default = "sqlite:///./meetings.db";

    /// <summary>The database that the address names, or what is wrong with it. The message holds no value of the address.</summary>
    public static bool TryParse(string url, [NotNullWhen(true)] out DatabaseTarget? target, out string error)
    {
        if (SqliteUrl.IsOne(url))
        {
            return SqliteUrl.TryParse(url, out target, out error);
        }

        if (PostgresUrl.IsOne(url))
        {
            return PostgresUrl.TryParse(url, out target, out error);
        }

        target = null;
        error = "is neither the address of a SQLite file such as sqlite:///./meetings.db or sqlite:////srv/meetings.db, "
            + "nor of a PostgreSQL database such as postgresql://user:password@host:5432/database";
        return false;
    }
}
