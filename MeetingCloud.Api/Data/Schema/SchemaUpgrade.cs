using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;

namespace MeetingCloud.Api.Data.Schema;

/// <summary>Brings the database to this version's schema; one process at a time, as soon as the database answers.</summary>
internal sealed class SchemaUpgrade(
    IDbContextFactory<MeetingDb> databases, ISchemaGuard guard, TimeProvider time, ILogger<SchemaUpgrade> logger)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2);

    // A large table may be rewritten.
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(4);

    /// <summary>Waits for a database that is away. Ends at once where waiting would not help.</summary>
    /// <exception cref="InvalidSettingsException">The database is of a newer version that this one cannot work with, or refuses us.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await UpgradeAsync(cancellationToken);
                return;
            }
            catch (PostgresException e) when (DatabaseFailure.IsRefusal(e))
            {
                throw new InvalidSettingsException([new SettingError(DatabaseUrl.Variable, $"the database refuses: {e.MessageText}")]);
            }
            catch (Exception e) when (DatabaseFailure.IsUnavailable(e))
            {
                Log.Waiting(logger, e.Message);
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    private async Task UpgradeAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await using var held = await guard.AcquireAsync(db, cancellationToken);
        // Asked for first: what reads it before it is there writes an error into the log.
        await db.GetService<IHistoryRepository>().CreateIfNotExistsAsync(cancellationToken);
        var known = db.Database.GetMigrations().ToList();
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        CheckUnknown(SchemaCompatibility.Unknown(applied, known));
        if (known.Except(applied, StringComparer.Ordinal).ToList() is { Count: > 0 } pending)
        {
            Log.Upgrading(logger, pending.Count, pending[^1]);
            db.Database.SetCommandTimeout(s_longest);
            await db.Database.MigrateAsync(cancellationToken);
        }

        await guard.FinishAsync(db, cancellationToken);
    }

    private void CheckUnknown(IReadOnlyList<string> unknown)
    {
        if (unknown.FirstOrDefault(SchemaCompatibility.LeavesOlderBehind) is { } contract)
        {
            throw new InvalidSettingsException([new SettingError(
                DatabaseUrl.Variable,
                $"the database was brought up to date by a newer version (migration {contract}), and this one cannot work with it: "
                + "run the newer version, or restore the backup from before the upgrade")]);
        }

        if (unknown.Count > 0)
        {
            Log.Newer(logger, unknown[^1]);
        }
    }
}
