using System.Runtime.CompilerServices;
using MeetingCloud.Api.Data.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Data.Copying;

/// <summary>The SQLite database that is copied: nobody else has it open meanwhile.</summary>
internal sealed class SqliteSource : IAsyncDisposable
{
    private const int Busy = 5;
    private const int PatienceSeconds = 2;

    private static readonly string[] s_lock = ["PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE"];

    private readonly SqliteConnection _connection;

    private SqliteSource(SqliteConnection connection) => _connection = connection;

    /// <exception cref="CopyRefusedException">It is not there, in use, or not of this version.</exception>
    public static async Task<SqliteSource> OpenAsync(DatabaseTarget target, CancellationToken cancellationToken)
    {
        var settings = new SqliteConnectionStringBuilder(target.ConnectionString)
        {
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = PatienceSeconds,
        };
        if (!File.Exists(settings.DataSource))
        {
            throw new CopyRefusedException($"There is no file '{settings.DataSource}'.");
        }

        var source = new SqliteSource(new SqliteConnection(settings.ToString()));
        try
        {
            await source._connection.OpenAsync(cancellationToken);
            await source.LockAsync(cancellationToken);
            await source.CheckSchemaAsync(target, cancellationToken);
            return source;
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }
    }

    /// <summary>The rows in the order of their key.</summary>
    public async IAsyncEnumerable<object?[]> ReadAsync(CopiedTable table, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = new SqliteCommand(table.SelectInOrder, _connection);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        while (await rows.ReadAsync(cancellationToken))
        {
            var values = new object?[table.Columns.Count];
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = table.Columns[i].Read(rows, i);
                if (values[i] is string text && text.Contains('\0', StringComparison.Ordinal))
                {
                    throw new CopyRefusedException(
                        $"A text in the column {table.Columns[i].Name} of {table.Name} has a NUL character, which PostgreSQL cannot keep "
                        + $"(the row that begins with '{values[0]}'). Change that text, then copy again.");
                }
            }

            yield return values;
        }
    }

    /// <summary>The highest number that the table has ever given out, also to rows that are gone.</summary>
    public async Task<long> CounterAsync(CopiedTable table, CancellationToken cancellationToken)
    {
        await using var command = new SqliteCommand(
            $"""
            SELECT max(coalesce((SELECT max("{table.Counter}") FROM {table.Quoted}), 0), coalesce((SELECT seq FROM sqlite_sequence WHERE name = $name), 0))
            """,
            _connection);
        command.Parameters.AddWithValue("$name", table.Name);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    // A control plane that goes on writing would write what is in no copy. It has the file open, which an exclusive lock does not stand.
    private async Task LockAsync(CancellationToken cancellationToken)
    {
        try
        {
            // One by one: of several in one command, the driver tells only how the first fared.
            foreach (var sql in s_lock)
            {
                await using var command = new SqliteCommand(sql, _connection);
                await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Busy)
        {
            throw new CopyRefusedException("The SQLite database is in use. Stop the control plane, then copy.", e);
        }
    }

    private async Task CheckSchemaAsync(DatabaseTarget target, CancellationToken cancellationToken)
    {
        await using var db = new SqliteMeetingDb(new DbContextOptionsBuilder<SqliteMeetingDb>().UseMeetingDb(target).Options);
        var applied = new List<string>();
        await using var command = new SqliteCommand("SELECT count(*) FROM sqlite_master WHERE name = '__EFMigrationsHistory'", _connection);
        if ((long)(await command.ExecuteScalarAsync(cancellationToken))! > 0)
        {
            command.CommandText = "SELECT \"MigrationId\" FROM \"__EFMigrationsHistory\"";
            await using var rows = await command.ExecuteReaderAsync(cancellationToken);
            while (await rows.ReadAsync(cancellationToken))
            {
                applied.Add(rows.GetString(0));
            }
        }

        if (!applied.ToHashSet(StringComparer.Ordinal).SetEquals(db.Database.GetMigrations()))
        {
            throw new CopyRefusedException(
                "The SQLite database is of another version than this program. Run this version's control plane on it once, stop it, then copy.");
        }
    }
}
