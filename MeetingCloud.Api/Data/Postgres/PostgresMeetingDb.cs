using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Npgsql;

namespace MeetingCloud.Api.Data.Postgres;

internal sealed class PostgresMeetingDb(DbContextOptions<PostgresMeetingDb> options) : MeetingDb(options)
{
    /// <summary>Compares bytes, as SQLite does, and not as the language of the server's installation has it.</summary>
    private const string Ordinal = "C";

    // The writer that hangs, or vanished with its machine, is cut off: others wait for it.
    private static readonly string s_takeLock = string.Create(
        CultureInfo.InvariantCulture,
        $"SELECT set_config('idle_in_transaction_session_timeout', '60s', true), pg_advisory_xact_lock({PostgresLocks.Write})");

    public override async Task<IDbContextTransaction> BeginWriteAsync(CancellationToken cancellationToken)
    {
        var transaction = await Database.BeginTransactionAsync(cancellationToken);
        try
        {
            // Each statement after this one sees all that was committed before the lock was given (read committed).
            await Database.ExecuteSqlRawAsync(s_takeLock, cancellationToken);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    // True of a standby, too.
    public override Task<bool> IsReadOnlyAsync(CancellationToken cancellationToken) => Database
        .SqlQuery<bool>($"SELECT current_setting('transaction_read_only')::boolean AS \"Value\"").SingleAsync(cancellationToken);

    public override void DropConnections() => NpgsqlConnection.ClearPool((NpgsqlConnection)Database.GetDbConnection());

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        base.OnModelCreating(modelBuilder);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
        {
            var stored = property.GetProviderClrType() ?? property.ClrType;
            if (stored == typeof(string))
            {
                // Lengths are checked where the text comes in; a limit here would only be met by surprise.
                property.SetColumnType("text");
                property.SetCollation(Ordinal);
            }
            else if (stored == typeof(uint))
            {
                property.SetProviderClrType(typeof(long));
            }
        }
    }
}
