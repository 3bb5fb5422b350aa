using MeetingCloud.Storage.Origins.Limits;

namespace MeetingCloud.Storage.Origins;

/// <summary>A server and the right to send it one request.</summary>
internal sealed class OriginTurn(OriginServer server, OriginPermit permit) : IDisposable
{
    public OriginServer Server => server;

    public void Dispose() => permit.Dispose();

    /// <summary>
    /// A turn at the first server with room, or, where none has, at the first that comes to have some: the request queues at all of them
    /// and takes one turn.
    /// </summary>
    /// <param name="ranked">Best first; at least one.</param>
    public static async Task<OriginTurn> TakeAsync(
        IReadOnlyList<OriginServer> ranked, OriginPriority priority, CancellationToken cancellationToken)
    {
        if (ranked.FirstOrDefault(server => server.Limiter.HasRoom) is { } free)
        {
            return await AcquireAsync(free, priority, cancellationToken);
        }

        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var queued = ranked.Select(server => AcquireAsync(server, priority, others.Token)).ToList();
        var first = await Task.WhenAny(queued);
        await others.CancelAsync();
        foreach (var late in queued.Where(task => task != first))
        {
            // A second turn may have come before the cancellation did.
            _ = GiveBackAsync(late);
        }

        return await first;
    }

    private static async Task<OriginTurn> AcquireAsync(OriginServer server, OriginPriority priority, CancellationToken cancellationToken) =>
        new(server, await server.Limiter.AcquireAsync(priority, cancellationToken));

    private static async Task GiveBackAsync(Task<OriginTurn> late)
    {
        try
        {
            (await late).Dispose();
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // It gave up its place in the queue.
        }
    }
}
