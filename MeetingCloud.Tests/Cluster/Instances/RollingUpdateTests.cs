using System.Net;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;
using Xunit.Abstractions;

namespace MeetingCloud.Tests.Cluster.Instances;

/// <summary>Every instance is replaced, one after the other, and nobody notices.</summary>
public sealed class RollingUpdateTests(ITestOutputHelper output)
{
    /// <summary>More than it takes this test to see that an instance is not ready, on a busy machine.</summary>
    private const string Delay = "15";

    [ProgramFact(NginxBalancer.Program)]
    public async Task NoRequestFails_WhileInstancesAreReplacedInTurn()
    {
        await using var cluster = await InstanceCluster.StartAsync(nodes: 2, ("SHUTDOWN_DELAY", Delay));
        // nginx, told of another set of instances, closes connections that clients keep; that is between it and them.
        using var work = new Workload(cluster, maySendAgain: false);
        await work.PrepareAsync();
        using var stop = new CancellationTokenSource();
        using var unwatched = new CancellationTokenSource();
        var watching = LookAtReadinessAsync(cluster, unwatched.Token);
        var running = work.RunAsync(stop.Token);
        try
        {
            foreach (var instance in cluster.Instances)
            {
                await MoreAsync(work, running);
                await instance.TerminateAsync();
                await MoreAsync(work, running);
                await instance.StartAsync();
            }

            await MoreAsync(work, running);
            await stop.CancelAsync();
            await running.WaitAsync(4 * TestCluster.Patience);
        }
        finally
        {
            // Also where something went wrong: nothing goes on with a cluster that is about to be gone.
            await stop.CancelAsync();
            await running.WaitAsync(TestCluster.Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await unwatched.CancelAsync();
            await watching;
        }

        output.WriteLine(
            $"{cluster.Instances.Count} instances replaced: {work.Clients.Answered} requests answered, {work.Clients.Cut} failed; {work.Uploads} uploads, {work.Files} files, "
            + $"{work.Edits} edits, {work.Downloads} downloads, {work.Registrations} registrations; longest loss of a node {work.LongestLoss.TotalSeconds:0.0} s");
        Assert.Empty(work.Clients.Failures);
        await work.VerifyAsync();
    }

    private static async Task MoreAsync(Workload work, Task running)
    {
        var (uploads, files) = (work.Uploads, work.Files);
        await Eventually.BecomesTrueAsync(
            () => running.IsFaulted || (work.Uploads > uploads && work.Files > files + 2), 4 * TestCluster.Patience, "work is done");
    }

    // What Kubernetes does with a readiness probe: an instance that is not ready gets nothing new.
    private static async Task LookAtReadinessAsync(InstanceCluster cluster, CancellationToken stop)
    {
        using var client = new HttpClient();
        var known = new HashSet<int>();
        while (!stop.IsCancellationRequested)
        {
            var down = new HashSet<int>();
            foreach (var instance in cluster.Instances)
            {
                if (!await IsReadyAsync(client, instance.Port))
                {
                    down.Add(instance.Port);
                }
            }

            if (!down.SetEquals(known) && down.Count < cluster.Instances.Count)
            {
                await cluster.Balancer.LookAwayFromAsync(down);
                known = down;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, int port)
    {
        try
        {
            using var response = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health"));
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
