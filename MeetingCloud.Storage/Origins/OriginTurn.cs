using MeetingCloud.Storage.Origins.Limits;

namespace MeetingCloud.Storage.Origins;

/// <summary>A server and the right to send it one request.</summary>
internal sealed class OriginTurn(OriginServer server, OriginPermit permit) : IDisposable
{
    /// <summary>How long a server that seemed to have room may take to give the turn before the others are asked as well.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(200);

    public OriginServer Server => server;

    /// <summary>The request is not made after all.</summary>
    public void GiveBack() => permit.GiveBack();

    public void Dispose() => permit.Dispose();

    /// <summary>
    /// A turn at the first server with room, or, where none has, at the first that comes to have some: the request queues at all of them
    /// and takes one turn.
    /// </summary>
    /// <param name="ranked">Best first; at least one.</param>
    public static async Task<OriginTurn> TakeAsync(
        IReadOnlyList<OriginServer> ranked, OriginPriority priority, CancellationToken cancellationToken)
    {
        using var others = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var queued = new List<Task<OriginTurn>>(ranked.Count);
        var free = ranked.FirstOrDefault(server => server.Limiter.HasRoom);
        if (free is not null)
        {
            // Others may be quicker, and what other processes hold is not known before it is asked for.
            queued.Add(AcquireAsync(free, priority, others.Token));
            if (queued[0].IsCompleted || ranked.Count == 1 || await EndsAsync(queued[0], s_patience, free.Time))
            {
                return await queued[0];
            }
        }

        queued.AddRange(ranked.Where(server => server != free).Select(server => AcquireAsync(server, priority, others.Token)));
        var first = await Task.WhenAny(queued);
        await others.CancelAsync();
        foreach (var late in queued.Where(task => task != first))
        {
            // A second turn may have come before the cancellation did.
            _ = GiveBackAsync(late);
        }

        return await first;
    }

    private static async Task<bool> EndsAsync(Task task, TimeSpan limit, TimeProvider time)
    {
        using var pause = new CancellationTokenSource();
        var first = await Task.WhenAny(task, Task.Delay(limit, time, pause.Token));
        await pause.CancelAsync();
        return first == task;
    }

    private static async Task<OriginTurn> AcquireAsync(OriginServer server, OriginPriority priority, CancellationToken cancellationToken) =>
        new(server, await server.Limiter.AcquireAsync(priority, cancellationToken));

    private static async Task GiveBackAsync(Task<OriginTurn> late)
    {
        try
        {
            (await late).GiveBack();
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // It gave up its place in the queue.
        }
    }
}
