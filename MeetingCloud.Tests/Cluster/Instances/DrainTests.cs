using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Cluster.Instances;

/// <summary>An instance that is told to end says so first, and works on while load balancers look away.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Instance_SaysThatItIsNotReady_AndServesOn_UntilItsDelayIsOver()
    {
        await using var cluster = await TestCluster.StartAsync(instances: 1, nodes: 0, ("SHUTDOWN_DELAY", "20"));
        using var line = await cluster.Node.GetAsync(Routes.SyncEvents, HttpCompletionOption.ResponseHeadersRead);
        await using var events = await line.Content.ReadAsStreamAsync();
        await events.ReadExactlyAsync(new byte[": connected\n\n".Length]);

        var stopped = cluster.Api.StopAsync();
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                using var health = await cluster.Attendee.GetAsync("/health");
                return health.StatusCode == HttpStatusCode.ServiceUnavailable;
            },
            TestCluster.Patience,
            "it says that it is not ready");

        using (var alive = await cluster.Attendee.GetAsync("/alive"))
        {
            Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
            Assert.True(alive.Headers.ConnectionClose);
        }

        // A new stream would not last; one that is there still tells what happens.
        using (var refused = await cluster.Node.GetAsync(Routes.SyncEvents, HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.NotNull(refused.Headers.RetryAfter);
            await ProblemAssert.IsAsync(refused, 503);
        }

        var meeting = await cluster.Admin.CreateMeetingAsync();
        Assert.False(stopped.IsCompleted);
        using var reader = new StreamReader(events);
        Assert.Contains(meeting.Id, await reader.ReadToEndAsync(), StringComparison.Ordinal);
        await stopped;
    }
}
