using System.Buffers;
using System.Net;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.WebDav;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Storage.Origins;

/// <summary>Reads blobs from whichever servers have them.</summary>
internal sealed class OriginReader(
    OriginPool pool, IOriginCatalog catalog, OriginPoolOptions options, TimeProvider time, ILogger logger)
{
    private const int BufferSize = 256 << 10;
    private const int AttemptsPerCopy = 2;

    public async Task ReadAsync(
        BlobHash blob,
        long size,
        long offset,
        OriginPriority priority,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink,
        CancellationToken cancellationToken)
    {
        var reading = new Reading(blob, size, offset, priority, sink);
        var failures = new Dictionary<string, int>(StringComparer.Ordinal);
        WebDavException? last = null;
        while (reading.Position < size)
        {
            var (server, copy, turn) = await TakeTurnAsync(reading.Blob, reading.Priority, options.ReadDeadline, failures, last, cancellationToken);
            var before = reading.Position;
            try
            {
                await ReadPartAsync(server, copy, turn, reading, cancellationToken);
            }
            catch (WebDavException exception)
            {
                logger.ReadFailed(server.Id, blob, reading.Position, exception.Message);
                last = exception;
                // Progress earns a server another attempt: a line that breaks now and then still gets the file across.
                failures[copy.Id] = reading.Position > before ? 1 : failures.GetValueOrDefault(copy.Id) + 1;
                await SuspectAsync(blob, copy, exception, cancellationToken);
            }
        }
    }

    public async Task ReadCopyAsync(
        BlobHash blob,
        long size,
        OriginCopy copy,
        OriginPriority priority,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink,
        CancellationToken cancellationToken)
    {
        var server = pool.Find(copy.ServerId) ?? throw new BlobNotFoundException(blob);
        var reading = new Reading(blob, size, 0, priority, sink);
        do
        {
            var turn = await server.EnterAsync(priority, cancellationToken);
            await ReadPartAsync(server, copy, turn, reading, cancellationToken);
        }
        while (reading.Position < size);
    }

    public async Task WaitAsync(BlobHash blob, OriginPriority priority, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (_, _, turn) = await TakeTurnAsync(blob, priority, patience, [], last: null, cancellationToken);
        turn.GiveBack();
    }

    private async Task<(OriginServer Server, OriginCopy Copy, OriginTurn Turn)> TakeTurnAsync(
        BlobHash blob,
        OriginPriority priority,
        TimeSpan patience,
        Dictionary<string, int> failures,
        WebDavException? last,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(patience, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        long? outage = null;
        while (true)
        {
            var change = pool.NextChange;
            var copies = (await catalog.FindAsync(blob, cancellationToken))
                .Where(copy => copy.State is OriginCopyState.Stored or OriginCopyState.Suspect)
                .ToList();
            if (copies.Count == 0)
            {
                throw new BlobNotFoundException(blob);
            }

            var left = copies.Where(copy => failures.GetValueOrDefault(copy.Id) < AttemptsPerCopy).ToList();
            if (left.Count == 0)
            {
                throw Busy(blob, copies, last);
            }

            try
            {
                if (Usable(blob, left, failures) is { Count: > 0 } usable)
                {
                    var turn = await OriginTurn.TakeAsync([.. usable.Select(u => u.Server)], priority, waiting.Token);
                    var (server, copy) = usable.First(u => u.Server == turn.Server);
                    return (server, copy, turn);
                }

                // Whatever has it is out: one may come back soon.
                outage ??= time.GetTimestamp();
                await change.WaitAsync(OriginBusy.Left(options.OutageDeadline, outage.Value, time), time, waiting.Token);
            }
            catch (Exception exception) when (exception is TimeoutException
                || (exception is OperationCanceledException && deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
            {
                throw Busy(blob, copies, last);
            }
        }
    }

    // Suspect copies only where there is no other. Servers in service before those that are drained, quick ones before slow ones; among equals
    // those that failed less, then the blob's own places first, so that each server reads its own share.
    private List<(OriginServer Server, OriginCopy Copy)> Usable(BlobHash blob, List<OriginCopy> copies, Dictionary<string, int> failures)
    {
        var places = pool.RankForReading(blob).Select((server, place) => (server, place)).ToDictionary(p => p.server, p => p.place);
        var usable = copies
            .Select(copy => (Server: pool.Find(copy.ServerId), Copy: copy))
            .Where(c => c.Server is { Health.IsUsable: true })
            .Select(c => (Server: c.Server!, c.Copy))
            .ToList();
        var best = usable.Exists(c => c.Copy.State == OriginCopyState.Stored) ? OriginCopyState.Stored : OriginCopyState.Suspect;
        return [.. usable
            .Where(c => c.Copy.State == best)
            .OrderBy(c => !c.Server.IsEnabled)
            .ThenBy(c => failures.GetValueOrDefault(c.Copy.Id))
            .ThenBy(c => c.Server.Health.Condition.State == Health.OriginState.Slow)
            .ThenBy(c => places.GetValueOrDefault(c.Server, int.MaxValue))
            .DistinctBy(c => c.Server)];
    }

    private static async Task ReadPartAsync(
        OriginServer server, OriginCopy copy, OriginTurn turn, Reading reading, CancellationToken cancellationToken)
    {
        using (turn)
        {
            var part = copy.PartSize == 0 ? 0 : (int)(reading.Position / copy.PartSize);
            var (start, length) = OriginPaths.Extent(copy, reading.Size, part);
            var offset = reading.Position - start;
            await using var content = await server.SendAsync(
                "GET", (client, token) => client.GetAsync(server.PathOf(reading.Blob, copy, part), offset, null, token), cancellationToken);
            var skip = offset - content.Offset;
            if (skip < 0 || content.Offset + content.Length != length)
            {
                var wrong = new WebDavException(
                    WebDavFailure.Truncated,
                    $"{server.Id} has {content.TotalLength ?? (content.Offset + content.Length)} bytes where {length} were stored.")
                {
                    Status = (int)HttpStatusCode.OK,
                };
                server.Failed(wrong);
                throw wrong;
            }

            await CopyAsync(server, content, skip, reading, cancellationToken);
            server.Served();
        }
    }

    private static async Task CopyAsync(
        OriginServer server, WebDavContent content, long skip, Reading reading, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(content.Length, 1, BufferSize));
        try
        {
            while (true)
            {
                int count;
                try
                {
                    count = await content.Body.ReadAsync(buffer, cancellationToken);
                }
                catch (WebDavException exception)
                {
                    server.Failed(exception);
                    throw;
                }

                if (count == 0)
                {
                    return;
                }

                server.Received(count);
                var skipped = (int)Math.Min(skip, count);
                skip -= skipped;
                if (count > skipped)
                {
                    await reading.Sink(buffer.AsMemory(skipped, count - skipped), cancellationToken);
                    reading.Position += count - skipped;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    // A copy that its server has lost or mangled is recorded as such, and repaired; a server that fails otherwise proves nothing.
    private async Task SuspectAsync(BlobHash blob, OriginCopy copy, WebDavException exception, CancellationToken cancellationToken)
    {
        // A body that breaks off has no status; a sound answer about fewer bytes than were stored has one.
        var isWrong = exception.Failure == WebDavFailure.NotFound
            || (exception.Failure == WebDavFailure.Truncated
                && exception.Status is (int)HttpStatusCode.OK or (int)HttpStatusCode.RequestedRangeNotSatisfiable);
        if (isWrong && copy.State == OriginCopyState.Stored)
        {
            logger.CopySuspect(copy.Id, blob, copy.ServerId, exception.Message);
            await catalog.SetStateAsync(copy.Id, OriginCopyState.Suspect, cancellationToken);
        }
    }

    private OriginBusyException Busy(BlobHash blob, List<OriginCopy> copies, WebDavException? last)
    {
        var servers = copies.Select(copy => pool.Find(copy.ServerId)).OfType<OriginServer>().Distinct().ToList();
        return OriginBusy.Exception($"No origin server could give the blob {blob}", servers, bytes: null, last);
    }

    private sealed class Reading(
        BlobHash blob, long size, long position, OriginPriority priority, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink)
    {
        public BlobHash Blob => blob;

        public long Size => size;

        public OriginPriority Priority => priority;

        public Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> Sink => sink;

        public long Position { get; set; } = position;
    }
}
