using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;
using Xunit.Abstractions;

namespace MeetingCloud.Tests.Cluster.Instances;

/// <summary>Three control planes, of which one is killed and started again, time after time, while everything goes on.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 6;

    /// <summary>A node opens its line at another instance at once; what it may wait for is its own pause between attempts.</summary>
    private static readonly TimeSpan s_lossAtMost = TimeSpan.FromSeconds(10);

    [ProgramFact(NginxBalancer.Program)]
    public async Task NothingAcknowledgedIsLost_AndNothingFails_WhileInstancesAreKilledInTurn()
    {
        await using var cluster = await InstanceCluster.StartAsync(nodes: 2);
        using var work = new Workload(cluster, maySendAgain: true);
        await work.PrepareAsync();
        using var stop = new CancellationTokenSource();
        var running = work.RunAsync(stop.Token);
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                var (uploads, files) = (work.Uploads, work.Files);
                await Eventually.BecomesTrueAsync(
                    () => running.IsFaulted || (work.Uploads > uploads && work.Files > files + 2), 4 * TestCluster.Patience, "work is done");
                var instance = cluster.Instances[kill % cluster.Instances.Count];
                instance.Kill();
                uploads = work.Uploads;
                await Eventually.BecomesTrueAsync(() => running.IsFaulted || work.Uploads > uploads, 4 * TestCluster.Patience, "work is done without it");
                await instance.StartAsync();
            }

            await stop.CancelAsync();
            await running.WaitAsync(4 * TestCluster.Patience);
        }
        finally
        {
            // Also where something went wrong: nothing goes on with a cluster that is about to be gone.
            await stop.CancelAsync();
            await running.WaitAsync(TestCluster.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        output.WriteLine(
            $"{Kills} kills: {work.Clients.Answered} requests answered, {work.Clients.Cut} cut; {work.Uploads} uploads, {work.Files} files, {work.Edits} edits, "
            + $"{work.Downloads} downloads, {work.Registrations} registrations; longest loss of a node {work.LongestLoss.TotalSeconds:0.0} s");
        Assert.Empty(work.Clients.Failures);
        Assert.InRange(work.LongestLoss, TimeSpan.Zero, s_lossAtMost);
        await work.VerifyAsync();
    }
}
