using System.Globalization;
using MeetingCloud.Benchmarks.Cluster;
using MeetingCloud.Benchmarks.Reporting;
using MeetingCloud.Benchmarks.Web;

namespace MeetingCloud.Benchmarks.Scenarios;

/// <summary>The web asks the control plane once for all pages that are open, however many they are.</summary>
internal sealed class WebWatchers : IScenario
{
    private const int Admins = 50;
    private const int Nodes = 200;
    private const int Meetings = 1000;
    private const double Target = 1.1;
    private static readonly TimeSpan s_time = TimeSpan.FromSeconds(20);
    // The control plane compiles what it is asked for most in its first seconds.
    private static readonly TimeSpan s_calm = TimeSpan.FromSeconds(15);

    public string Name => "web-watchers";

    public string Summary => "what 50 admins who watch the overview cost the control plane, against one";

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        var target = string.Create(CultureInfo.InvariantCulture, $"ratio ≤ {Target}");
        if (!Chromium.IsInstalled)
        {
            return [Measurement.NotMeasured(Summary, target, Chromium.HowToInstall)];
        }

        await using var cluster = await BenchmarkCluster.StartAsync(nodes: 0, cancellationToken);
        var active = await ManyMeetings.CreateAsync(cluster.ControlPlane, Meetings, cancellationToken);
        await using var fleet = await PretendedFleet.StartAsync(cluster.NewNodeClient(cluster.Api.Url), Nodes, active, cancellationToken);
        await using var proxy = await CountingProxy.StartAsync(cluster.Api.Url, cancellationToken);
        await using var web = await WebServer.StartAsync(cluster, proxy.Url, cancellationToken);
        await using var chromium = await Chromium.StartAsync(web.Url, cluster.AdminKey, cancellationToken);

        var watchers = new List<Watcher> { await Watcher.OpenAsync(chromium) };
        var one = await MeasureAsync();
        while (watchers.Count < Admins)
        {
            watchers.Add(await Watcher.OpenAsync(chromium).WaitAsync(cancellationToken));
        }

        var all = await MeasureAsync();
        var ratio = (double)all / one;
        var where = string.Create(CultureInfo.InvariantCulture, $"{Admins} admins on the overview, {Nodes} nodes");
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"{where}: requests to the control plane in {s_time.TotalSeconds:0} s; peer: one admin"),
                all.ToString(CultureInfo.InvariantCulture),
                one.ToString(CultureInfo.InvariantCulture),
                ratio.ToString("0.00", CultureInfo.InvariantCulture),
                target,
                ratio <= Target),
        ];

        async Task<long> MeasureAsync()
        {
            await Task.Delay(s_calm, cancellationToken);
            watchers.ForEach(watcher => watcher.Forget());
            var before = proxy.Requests;
            await Task.Delay(s_time, cancellationToken);
            var requests = proxy.Requests - before;
            var asleep = watchers.Count(watcher => watcher.Messages == 0);
            progress.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{watchers.Count} watching: {requests} requests, {watchers.Sum(watcher => watcher.Messages)} messages to the pages"));
            return asleep == 0 ? requests : throw new InvalidOperationException($"{asleep} of {watchers.Count} pages were told nothing.");
        }
    }
}
