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
        await ReadAsync(Active(), blobs.IsSoundAsync, stoppingToken);
        if (options.ScrubBytesPerSecond == 0)
        {
            return;
        }

        var pacer = new Pacer(options.ScrubBytesPerSecond, time);
        while (true)
        {
            await Task.Delay(s_pause, time, stoppingToken);
            await ReadAsync(Stored(), hash => blobs.ScrubAsync(hash, pacer.WaitAsync), stoppingToken);
        }
    }

    private IEnumerable<BlobHash> Active() => catalog.Entries
        .Where(entry => entry.Status == MeetingStatus.Active)
        .SelectMany(entry => entry.Ready?.Blobs ?? [])
        .Select(blob => blob.Hash);

    private IEnumerable<BlobHash> Stored() => store.Enumerate().Select(blob => blob.Hash).Where(hash => store.TryGetSize(hash, out _));

    // A disk that fails now and then must not end the watch over it, nor a blob that can neither be read nor put aside the round.
    private async Task ReadAsync(IEnumerable<BlobHash> hashes, Func<BlobHash, Task<bool>> verify, CancellationToken cancellationToken)
    {
        var bad = 0;
        Exception? reason = null;
        try
        {
            foreach (var hash in hashes)
            {
                try
                {
                    bad += await verify(hash).WaitAsync(cancellationToken) ? 0 : 1;
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
                {
                    reason = exception;
                }
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            reason = exception;
        }

        if (reason is not null)
        {
            logger.ScrubFailed(reason);
        }

        logger.Scrubbed(bad);
    }
}
