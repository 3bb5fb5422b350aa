using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace MeetingCloud.Api.Data.Sqlite;

/// <summary>Reads <c>sqlite:///./meetings.db</c>.</summary>
internal static class SqliteUrl
{
    private const string Start = "sqlite:///";

    public static bool IsOne(string url) => url.StartsWith(Start, StringComparison.OrdinalIgnoreCase);

    public static bool TryParse(string url, [NotNullWhen(true)] out DatabaseTarget? target, out string error)
    {
        target = null;
        error = "";
        var path = url[Start.Length..];
        if (path.Contains('?', StringComparison.Ordinal))
        {
            error = "has parameters, which are not supported for SQLite: end it with the file's name";
            return false;
        }

        if (path.Length == 0)
        {
            error = "names no file: write sqlite:///./meetings.db or sqlite:////srv/meetings.db";
            return false;
        }

        target = new DatabaseTarget(DatabaseKind.Sqlite, new SqliteConnectionStringBuilder
        {
            DataSource = Path.GetFullPath(Uri.UnescapeDataString(path)),
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = true,
            DefaultTimeout = 30,
        }.ToString());
        return true;
    }
}
