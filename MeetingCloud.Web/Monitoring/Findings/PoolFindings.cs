using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring.Findings;

internal static class PoolFindings
{
    private const string Page = "/origin";

    public static IEnumerable<Finding> Of(WebdavStatus pool)
    {
        if (pool.Servers.Count == 0)
        {
            yield break;
        }

        var enabled = pool.Servers.Where(server => server.Enabled).ToList();
        var usable = enabled.Count(server => server.Healthy);
        if (usable == 0)
        {
            yield return new Finding(FindingKind.PoolDown, Severity.Bad, Page, [], pool.Servers.Count);
        }
        else if (usable < pool.Replicas)
        {
            yield return new Finding(FindingKind.PoolThin, Severity.Warning, Page, [], usable, pool.Replicas);
        }

        foreach (var server in enabled.Where(server => server.Failure is not null))
        {
            yield return new Finding(
                Kind(server.Failure),
                server.Failure is "throttled" ? Severity.Warning : Severity.Bad,
                $"{Page}#{server.Id}",
                [server.Id],
                Reason: server.Reason,
                Until: server.RetryAt);
        }

        foreach (var finding in Shared(enabled))
        {
            yield return finding;
        }

        foreach (var finding in All(FindingKind.ServersOff, Severity.Notice, pool.Servers.Where(server => !server.Enabled)))
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> Shared(List<WebdavServerStatus> enabled) =>
    [
        .. All(FindingKind.BudgetSpent, Severity.Warning, enabled.Where(server => server.Budget is { } budget && budget.Used >= budget.Limit)),
        .. All(FindingKind.RequestsWaiting, Severity.Warning, enabled.Where(server => server.Waiting >= server.MaxConcurrent))
            .Select(finding => finding with { Count = enabled.Sum(server => server.Waiting) }),
        .. All(
            FindingKind.ServersNearlyFull,
            Severity.Warning,
            enabled.Where(server => server.Failure is not "full" && server.Storage?.Percentage >= 100 * NodeLimits.StorageNearlyFull)),
        .. All(FindingKind.ServersSlow, Severity.Notice, enabled.Where(server => server.State is "slow")),
    ];

    private static IEnumerable<Finding> All(FindingKind kind, Severity severity, IEnumerable<WebdavServerStatus> servers)
    {
        var ids = servers.Select(server => server.Id).ToList();
        return ids.Count == 0 ? [] : [new Finding(kind, severity, ids is [var one] ? $"{Page}#{one}" : Page, ids, ids.Count)];
    }

    private static FindingKind Kind(string? failure) => failure switch
    {
        "unreachable" => FindingKind.ServerUnreachable,
        "timed_out" => FindingKind.ServerTimedOut,
        "server_error" => FindingKind.ServerError,
        "throttled" => FindingKind.ServerThrottled,
        "credentials" => FindingKind.ServerCredentials,
        "full" => FindingKind.ServerFull,
        "refused" => FindingKind.ServerRefused,
        "malformed" => FindingKind.ServerMalformed,
        _ => FindingKind.ServerOut,
    };
}
