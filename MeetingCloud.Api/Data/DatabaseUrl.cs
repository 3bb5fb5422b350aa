using Microsoft.Data.Sqlite;

namespace MeetingCloud.Api.Data;

/// <summary>
/// Reads <c>DATABASE_URL</c>, spelt as SQLAlchemy does: <c>sqlite:///./meetings.db</c> is relative, <c>sqlite:////srv/meetings.db</c>
/// absolute.
/// </summary>
internal static class DatabaseUrl
{
    public const string Variable = "DATABASE_URL";
    public const string Default = "sqlite:///./meetings.db";
    private const string Sqlite = "sqlite:///";

    /// <summary>The connection string for SQLite, or what is wrong with the address. The message holds no part of the address.</summary>
    public static bool TryParse(string url, out string connectionString, out string error)
    {
        connectionString = "";
        error = "";
        if (!url.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase))
        {
            error = "is not the address of a SQLite file such as sqlite:///./meetings.db or sqlite:////srv/meetings.db";
            return false;
        }

        var path = url[Sqlite.Length..];
        if (path.Length == 0 || path.Contains('?', StringComparison.Ordinal))
        {
            error = "names no file: write sqlite:///./meetings.db or sqlite:////srv/meetings.db";
            return false;
        }

        connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(Uri.UnescapeDataString(path)),
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = true,
            DefaultTimeout = 30,
        }.ToString();
        return true;
    }
}
