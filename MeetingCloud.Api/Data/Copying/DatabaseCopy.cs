using System.Runtime.CompilerServices;
using MeetingCloud.Api.Data.Schema;

namespace MeetingCloud.Api.Data.Copying;

/// <summary>Copies a SQLite database into an empty PostgreSQL database: table by table, streamed, in one transaction, and compared afterwards.</summary>
internal sealed class DatabaseCopy(SchemaUpgrade destinationSchema, TextWriter output)
{
    private const int ShownDigits = 16;

    /// <exception cref="CopyRefusedException">Nothing was copied.</exception>
    public async Task RunAsync(DatabaseTarget from, DatabaseTarget to, CancellationToken cancellationToken)
    {
        await using var source = await SqliteSource.OpenAsync(from, cancellationToken);
        await destinationSchema.RunAsync(cancellationToken);
        await using var destination = await PostgresDestination.OpenAsync(to, cancellationToken);
        var tables = destination.Tables();
        await CheckEmptyAsync(destination, tables, cancellationToken);

        var total = 0L;
        foreach (var table in tables)
        {
            total += await CopyAsync(source, destination, table, cancellationToken);
        }

        await destination.CommitAsync(cancellationToken);
        await output.WriteLineAsync($"{tables.Count} tables with {total} rows are copied, and were read back the same.");
    }

    private static async Task CheckEmptyAsync(PostgresDestination destination, IReadOnlyList<CopiedTable> tables, CancellationToken cancellationToken)
    {
        var full = new List<string>();
        foreach (var table in tables)
        {
            if (!await destination.IsEmptyAsync(table, cancellationToken))
            {
                full.Add(table.Name);
            }
        }

        if (full.Count > 0)
        {
            throw new CopyRefusedException($"The PostgreSQL database is not empty: there are rows in {string.Join(", ", full)}. Copy into a new one.");
        }
    }

    private async Task<long> CopyAsync(SqliteSource source, PostgresDestination destination, CopiedTable table, CancellationToken cancellationToken)
    {
        using var digest = new TableDigest();
        await destination.WriteAsync(table, DigestedAsync(source.ReadAsync(table, cancellationToken), digest, cancellationToken), cancellationToken);
        if (table.Counter is not null)
        {
            await destination.SetCounterAsync(table, await source.CounterAsync(table, cancellationToken), cancellationToken);
        }

        var sent = digest.Finish();
        var (rows, stored) = await destination.DigestAsync(table, cancellationToken);
        if (rows != digest.Rows || stored != sent)
        {
            throw new CopyRefusedException(
                $"{table.Name} was not the same when it was read back: {digest.Rows} rows ({sent}) were sent, {rows} ({stored}) arrived. Nothing was kept.");
        }

        await output.WriteLineAsync($"{table.Name}: {rows} rows, SHA-256 {sent[..ShownDigits]}…");
        return rows;
    }

    private static async IAsyncEnumerable<object?[]> DigestedAsync(
        IAsyncEnumerable<object?[]> rows, TableDigest digest, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in rows.WithCancellation(cancellationToken))
        {
            digest.Add(row);
            yield return row;
        }
    }
}
