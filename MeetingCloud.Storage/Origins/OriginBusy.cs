using MeetingCloud.Storage.Origins.Health;

namespace MeetingCloud.Storage.Origins;

/// <summary>Says which servers cannot, why, and when it is worth while to come again.</summary>
internal static class OriginBusy
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_unknown = TimeSpan.FromSeconds(30);

    /// <summary>What is left of a wait that began at a timestamp; never negative.</summary>
    public static TimeSpan Left(TimeSpan limit, long since, TimeProvider time)
    {
        var left = limit - time.GetElapsedTime(since);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <param name="bytes">What was to be written; null for a read.</param>
    public static OriginBusyException Exception(string what, IReadOnlyList<OriginServer> servers, long? bytes, Exception? last)
    {
        var reasons = servers.Select(server => $"{server.Id}: {Reason(server, bytes)}");
        var waits = servers.Select(server => Wait(server, bytes)).DefaultIfEmpty(s_unknown);
        var text = servers.Count == 0 ? $"{what}: no server is configured for it." : $"{what} ({string.Join("; ", reasons)}).";
        var wait = waits.Min();
        return new OriginBusyException(text, wait < s_shortest ? s_shortest : wait, last);
    }

    private static string Reason(OriginServer server, long? bytes) => server.Health.Condition switch
    {
        { State: OriginState.Paused, Failure: { } failure } => failure.ToString(),
        { State: OriginState.Full } when bytes is not null => nameof(OriginState.Full),
        _ when bytes is { } size && !server.HasSpace(size) => "no room",
        _ when bytes is not null && !server.IsEnabled => "disabled",
        _ when server.Limiter.Fault is { } fault => $"its limits are not known ({fault})",
        _ when !server.Limiter.HasRoom => "busy",
        _ => "failed",
    };

    private static TimeSpan Wait(OriginServer server, long? bytes) =>
        server.Health.Condition.State == OriginState.Full && bytes is null ? server.Limiter.ExpectedWait
        : server.Health.UntilProbe ?? (bytes is { } size && !server.HasSpace(size) ? s_unknown : server.Limiter.ExpectedWait);
}
