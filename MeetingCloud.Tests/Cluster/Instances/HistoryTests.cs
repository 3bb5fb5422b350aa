using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Cluster.Instances;

public sealed class HistoryTests
{
    [ProgramFact(NginxBalancer.Program)]
    public async Task History_IsTheSameAtEveryInstance_AndAtOneThatHasJustStarted()
    {
        await using var cluster = await TestCluster.StartAsync(instances: 2, nodes: 0);
        using var first = cluster.NewAdmin(cluster.Api.Instances[0].Url);
        using var second = cluster.NewAdmin(cluster.Api.Instances[1].Url);
        await HasAsync(first, 2);
        await HasAsync(second, 2);
        await cluster.Api.Instances[1].StopAsync();
        await cluster.Api.Instances[1].StartAsync();
        await HasAsync(second, 2);

        var here = await first.GetContractAsync<ClusterHistory>(Routes.History);
        var there = await second.GetContractAsync<ClusterHistory>(Routes.History);
        Assert.Equal(here.Times.Take(2), there.Times.Take(2));
        Assert.All(here.Times, at => Assert.Equal(0, at.ToUnixTimeSeconds() % 10));

        static Task HasAsync(HttpClient admin, int samples) => Eventually.BecomesTrueAsync(
            async () => (await admin.GetContractAsync<ClusterHistory>(Routes.History)).Times.Count >= samples, TestCluster.Patience, $"{samples} samples are there");
    }
}
