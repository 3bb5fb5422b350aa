using MeetingCloud.Api.Origins.Leases;
using MeetingCloud.Api.Origins.Reports;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Api.Origins.Reports;

public sealed class SharedReportsTests
{
    [Fact]
    public async Task Reports_OfOthers_AreThoseThatThisVersionCanRead()
    {
        await using var redis = await RedisServer.StartNewAsync();
        using var connection = await RedisClient.ConnectAsync(redis);
        var options = new LeaseOptions();
        var reports = new SharedReports(new LeaseLink(connection, options, new ManualTimeProvider(), NullLogger<LeaseLink>.Instance), options);
        await TellAsync("good", """{"since":"2026-05-01T09:00:00Z","servers":[],"hits":1,"misses":2,"fetches":3,"later":true}""");
        await TellAsync("bare", """{"since":"2026-05-01T09:00:00Z"}""");
        await TellAsync("half", """{"since":"2026-05-01T09:00:00Z","servers":[{"latency":{}}]}""");
        await TellAsync("none", "null");
        await TellAsync("torn", "{");

        var report = Assert.Single(await reports.OfOthersAsync(CancellationToken.None));

        Assert.Equal((1L, 2L, 3L), (report.Hits, report.Misses, report.Fetches));

        async Task TellAsync(string instance, string report)
        {
            await connection.GetDatabase().SetAddAsync(LeaseLink.Members, instance);
            await connection.GetDatabase().StringSetAsync($"origin:report:{instance}", report);
        }
    }
}
