using MeetingCloud.Api.Data.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace MeetingCloud.Api.Data.Copying;

/// <summary>The PostgreSQL database that is filled, in one transaction: what is not finished was never there.</summary>
internal sealed class PostgresDestination : IAsyncDisposable
{
    // For what arrives between two answers of the server; none at all is what zero would give.
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(4);

    private readonly PostgresMeetingDb _db;
    private readonly IDbContextTransaction _transaction;

    private PostgresDestination(PostgresMeetingDb db, IDbContextTransaction transaction) => (_db, _transaction) = (db, transaction);

    private NpgsqlConnection Connection => (NpgsqlConnection)_db.Database.GetDbConnection();

    public static async Task<PostgresDestination> OpenAsync(DatabaseTarget target, CancellationToken cancellationToken)
    {
        var db = new PostgresMeetingDb(new DbContextOptionsBuilder<PostgresMeetingDb>().UseMeetingDb(target).Options);
        try
        {
            return new PostgresDestination(db, await db.BeginWriteAsync(cancellationToken));
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    public IReadOnlyList<CopiedTable> Tables() => CopiedTable.AllOf(_db);

    public async Task<bool> IsEmptyAsync(CopiedTable table, CancellationToken cancellationToken)
    {
        await using var command = NewCommand($"SELECT NOT EXISTS (SELECT FROM {table.Quoted})");
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Takes the rows in as they come.</summary>
    public async Task WriteAsync(CopiedTable table, IAsyncEnumerable<object?[]> rows, CancellationToken cancellationToken)
    {
        await using var importer = await Connection.BeginBinaryImportAsync(
            $"COPY {table.Quoted} ({table.ColumnList}) FROM STDIN (FORMAT BINARY)", cancellationToken);
        importer.Timeout = s_longest;
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            await importer.StartRowAsync(cancellationToken);
            for (var i = 0; i < row.Length; i++)
            {
                await (row[i] is { } value
                    ? importer.WriteAsync(value, table.Columns[i].DbType, cancellationToken)
                    : importer.WriteNullAsync(cancellationToken));
            }
        }

        await importer.CompleteAsync(cancellationToken);
    }

    /// <summary>What is in the table now.</summary>
    public async Task<(long Rows, string Digest)> DigestAsync(CopiedTable table, CancellationToken cancellationToken)
    {
        using var digest = new TableDigest();
        await using var command = NewCommand(table.SelectInOrder);
        await using var rows = await command.ExecuteReaderAsync(cancellationToken);
        var values = new object?[table.Columns.Count];
        while (await rows.ReadAsync(cancellationToken))
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = table.Columns[i].Read(rows, i);
            }

            digest.Add(values);
        }

        return (digest.Rows, digest.Finish());
    }

    /// <summary>The next row gets the number after <paramref name="last"/>.</summary>
    public async Task SetCounterAsync(CopiedTable table, long last, CancellationToken cancellationToken)
    {
        await using var command = NewCommand("SELECT setval(pg_get_serial_sequence($1, $2), $3, false)");
        command.Parameters.AddWithValue(table.Quoted);
        command.Parameters.AddWithValue(table.Counter!);
        command.Parameters.AddWithValue(last + 1);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public Task CommitAsync(CancellationToken cancellationToken) => _transaction.CommitAsync(cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync();
        await _db.DisposeAsync();
    }

    private NpgsqlCommand NewCommand(string sql) =>
        new(sql, Connection, (NpgsqlTransaction)_transaction.GetDbTransaction()) { CommandTimeout = 0 };
}
