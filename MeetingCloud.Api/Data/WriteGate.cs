using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Data;

/// <summary>
/// One writer of the database at a time, in all instances together: in this one they queue, which is fair and costs nothing, and the
/// first of the queue takes the database's own lock. So what is read in the gate holds until what is written in it is committed, and
/// changes are committed in the order of their ids.
/// </summary>
internal sealed class WriteGate(IDbContextFactory<MeetingDb> databases) : IDisposable
{
    // What does not come through the gate may win a race all the same; this many lost ones in a row mean something else is wrong.
    private const int MaxAttempts = 10;

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Runs <paramref name="work"/> in one transaction, while nothing else writes; it is committed unless the work throws.</summary>
    public async Task ExclusivelyAsync(Func<MeetingDb, Task> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await RunAsync(db, work, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The same; runs <paramref name="work"/> again, on a fresh context, when another writer was faster.</summary>
    public async Task WriteAsync(Func<MeetingDb, Task> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ExclusivelyAsync(work, cancellationToken);
                return;
            }
            catch (Exception e) when (DatabaseFailure.IsLostRace(e) && attempt < MaxAttempts)
            {
                // The work loads anew what it changes.
            }
        }
    }

    public void Dispose() => _gate.Dispose();

    private static async Task RunAsync(MeetingDb db, Func<MeetingDb, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var transaction = await db.BeginWriteAsync(cancellationToken);
            // The whole is given up where a part of it fails: no need to mark places to go back to.
            db.Database.AutoSavepointsEnabled = false;
            await work(db);
            await transaction.CommitAsync(cancellationToken);
        }
        catch (Exception e) when (DatabaseFailure.IsReadOnly(e))
        {
            // Another server is the primary by now; the connections to this one would last for an hour.
            db.DropConnections();
            throw;
        }
    }
}
