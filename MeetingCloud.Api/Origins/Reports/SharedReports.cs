using System.Text.Json;
using MeetingCloud.Api.Origins.Leases;
using StackExchange.Redis;

namespace MeetingCloud.Api.Origins.Reports;

/// <summary>
/// The instances' reports in Redis, <c>origin:report:{instance}</c>, each for as long as its instance goes on telling: so that every
/// instance answers for all of them.
/// </summary>
internal sealed class SharedReports(LeaseLink link, LeaseOptions options)
{
    /// <summary>Tells the others, where there are any.</summary>
    public async Task TellAsync(Func<InstanceReport> own, CancellationToken cancellationToken)
    {
        if (link.Instances > 1)
        {
            var report = JsonSerializer.Serialize(own(), ReportJson.Default.InstanceReport);
            await link.TryAsync(
                async db => await link.Within(db.StringSetAsync(KeyOf(link.Instance), report, options.LeaseTime), cancellationToken), cancellationToken);
        }
    }

    /// <summary>What the others told last; of none where Redis does not answer.</summary>
    public async Task<IReadOnlyList<InstanceReport>> OfOthersAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<InstanceReport> reports = [];
        await link.TryAsync(
            async db =>
            {
                var instances = await link.Within(db.SetMembersAsync(LeaseLink.Members), cancellationToken);
                RedisKey[] others = [.. instances.Where(instance => instance != link.Instance).Select(instance => KeyOf(instance!))];
                var told = others.Length > 0 ? await link.Within(db.StringGetAsync(others), cancellationToken) : [];
                reports = [.. told.Where(text => !text.IsNull).Select(text => Read(text!)).OfType<InstanceReport>()];
            },
            cancellationToken);
        return reports;
    }

    private static InstanceReport? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ReportJson.Default.InstanceReport) is { } report && IsWhole(report) ? report : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Another version may leave out what this one relies on.
    private static bool IsWhole(InstanceReport report) =>
        report.Servers?.All(server => server is { Status: not null, Latency: not null, Stats: { Requests: not null, Errors: not null } }) == true;

    private static RedisKey KeyOf(string instance) => $"origin:report:{instance}";
}
