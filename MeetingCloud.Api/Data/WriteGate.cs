using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Data;

/// <summary>
/// One writer of the database at a time. SQLite has no more, and makes the others poll; waiting here is fair and costs nothing.
/// </summary>
internal sealed class WriteGate(IDbContextFactory<MeetingDb> databases) : IDisposable
{
    // Another instance may win the race for a version; this many lost races in a row mean something else is wrong.
    private const int MaxAttempts = 10;

    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Runs <paramref name="work"/> while nothing else in this instance writes.</summary>
    public async Task ExclusivelyAsync(Func<MeetingDb, Task> work, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await using var db = await databases.CreateDbContextAsync(cancellationToken);
            await work(db);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The same; runs <paramref name="work"/> again, on a fresh context, when another instance was faster.</summary>
    public async Task WriteAsync(Func<MeetingDb, Task> work, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await ExclusivelyAsync(work, cancellationToken);
                return;
            }
            catch (DbUpdateConcurrencyException) when (attempt < MaxAttempts)
            {
                // The work loads anew what it changes.
            }
        }
    }

    public void Dispose() => _gate.Dispose();
}
