using MeetingCloud.Contracts;
using MeetingCloud.Node.Peers;
using MeetingCloud.Node.Sync;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Scrub;

/// <summary>
/// Reads stored blobs again to find rot. Right after a start those of the active meetings, at full speed, so that attendees hardly ever
/// wait for a first verification; then all of them, for ever, at a modest pace. What is bad goes to quarantine and is fetched again.
/// </summary>
internal sealed class ScrubWorker(
    NodeOptions options, MeetingCatalog catalog, BlobStore store, NodeBlobs blobs, TimeProvider time, ILogger<ScrubWorker> logger)
    : BackgroundService
{
    /// <summary>Between two rounds: a node with little on its disk need not read it all day.</summary>
    private static readonly TimeSpan s_pause = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await EndureAsync(() => VerifyActiveAsync(stoppingToken), stoppingToken);
        if (options.ScrubBytesPerSecond == 0)
        {
            return;
        }

        var pacer = new Pacer(options.ScrubBytesPerSecond, time);
        while (true)
        {
            await Task.Delay(s_pause, time, stoppingToken);
            await EndureAsync(() => ScrubAsync(pacer, stoppingToken), stoppingToken);
        }
    }

    // A disk that fails now and then must not end the watch over it.
    private async Task EndureAsync(Func<Task> work, CancellationToken stoppingToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.ScrubFailed(exception);
        }
    }

    private async Task ScrubAsync(Pacer pacer, CancellationToken cancellationToken)
    {
        var bad = 0;
        foreach (var blob in store.Enumerate())
        {
            // One that can neither be read nor put aside must not keep the round from all that come after it.
            await EndureAsync(
                async () =>
                {
                    if (store.TryGetSize(blob.Hash, out _) && !await blobs.ScrubAsync(blob.Hash, pacer.WaitAsync).WaitAsync(cancellationToken))
                    {
                        bad++;
                    }
                },
                cancellationToken);
        }

        logger.Scrubbed(bad);
    }

    private async Task VerifyActiveAsync(CancellationToken cancellationToken)
    {
        foreach (var entry in catalog.Entries.Where(entry => entry.Status == MeetingStatus.Active))
        {
            foreach (var (hash, _) in entry.Ready?.Blobs ?? [])
            {
                await EndureAsync(() => blobs.IsSoundAsync(hash).WaitAsync(cancellationToken), cancellationToken);
            }
        }
    }
}
