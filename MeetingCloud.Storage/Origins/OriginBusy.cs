namespace MeetingCloud.Storage.Origins;

/// <summary>Says which servers cannot, why, and when it is worth while to come again.</summary>
internal static class OriginBusy
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_unknown = TimeSpan.FromSeconds(30);

    public static OriginBusyException Exception(
        string what, IReadOnlyList<OriginServer> servers, TimeProvider time, Exception? last = null)
    {
        var now = time.GetUtcNow();
        var reasons = servers.Select(server => $"{server.Id}: {Reason(server)}");
        var waits = servers.Select(server => Wait(server, now)).DefaultIfEmpty(s_unknown);
        var text = servers.Count == 0 ? $"{what}: no server is configured for it." : $"{what} ({string.Join("; ", reasons)}).";
        var wait = waits.Min();
        return new OriginBusyException(text, wait < s_shortest ? s_shortest : wait, last);
    }

    private static string Reason(OriginServer server) => server.Health.Condition switch
    {
        { Failure: { } failure } => failure.ToString(),
        _ when !server.IsEnabled => "disabled",
        _ when !server.Limiter.HasRoom => "busy",
        _ => "failed",
    };

    private static TimeSpan Wait(OriginServer server, DateTimeOffset now) =>
        server.Health.Condition.RetryAt is { } retry ? retry - now : server.Limiter.ExpectedWait;
}
