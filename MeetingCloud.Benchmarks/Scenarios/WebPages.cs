using System.Globalization;
using MeetingCloud.Benchmarks.Cluster;
using MeetingCloud.Benchmarks.Reporting;
using MeetingCloud.Benchmarks.Weak;
using MeetingCloud.Benchmarks.Web;

namespace MeetingCloud.Benchmarks.Scenarios;

/// <summary>Every page of a large installation, until something can be read.</summary>
internal sealed class WebPages : IScenario
{
    private const int Nodes = 200;
    private const int Servers = 20;
    private const int Meetings = 5000;
    private const int Files = 2000;
    private const int Visits = 5;
    private const double TargetMilliseconds = 1000;

    // Longer than the web keeps what it was told for a page before: each visit has to ask anew.
    private static readonly TimeSpan s_pause = TimeSpan.FromSeconds(2.2);

    public string Name => "web-pages";

    public string Summary => "first contentful paint of every page: 200 nodes, 20 WebDAV servers, 5,000 meetings, one of 2,000 files";

    private static string Target => string.Create(CultureInfo.InvariantCulture, $"< {TargetMilliseconds}");

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        if (!Chromium.IsInstalled)
        {
            return [Measurement.NotMeasured(Summary, Target, Chromium.HowToInstall)];
        }

        await using var servers = await WeakServers.StartAsync(Servers, cancellationToken);
        await using var cluster = await BenchmarkCluster.StartAsync(
            nodes: 0, cancellationToken, [.. servers.Settings, ("WEBDAV_HEALTH_CHECK_INTERVAL", "3600000")]);
        var active = await ManyMeetings.CreateAsync(cluster.ControlPlane, Meetings - 1, cancellationToken);
        progress.Say($"{active.Count} of {Meetings} meetings are active");
        var large = await ManyMeetings.CreateWithFilesAsync(cluster.ControlPlane, Files, cancellationToken);
        await using var fleet = await PretendedFleet.StartAsync(
            cluster.NewNodeClient(cluster.Api.Url), Nodes, active.Prepend(large), cancellationToken);
        await using var web = await WebServer.StartAsync(cluster, cluster.Api.Url, cancellationToken);
        await using var chromium = await Chromium.StartAsync(web.Url, cluster.AdminKey, cancellationToken);

        var lines = new List<Measurement>();
        foreach (var page in PagesOf(fleet.Ids[0], large.Id))
        {
            // The first compiles what the others run.
            await PageVisit.MakeAsync(chromium, page.Path, page.SignedIn);
            var visits = new List<PageVisit>();
            while (visits.Count < Visits)
            {
                await Task.Delay(s_pause, cancellationToken);
                visits.Add(await PageVisit.MakeAsync(chromium, page.Path, page.SignedIn).WaitAsync(cancellationToken));
            }

            var samples = new Samples(visits.Select(visit => visit.FirstPaint));
            var unfinished = visits.Count(visit => !visit.IsComplete);
            progress.Say(string.Create(
                CultureInfo.InvariantCulture,
                $"{page.Name}: {samples.Describe("0")} ms; HTML after {new Samples(visits.Select(visit => visit.Html)).Describe("0")} ms, {visits[0].Bytes / 1e3:0} kB, {unfinished} without data"));
            lines.Add(new(
                $"First contentful paint of {page.Name}, ms (median of {samples.Count})" + (unfinished > 0 ? $"; {unfinished} without the control plane's answer" : ""),
                samples.Describe("0"),
                null,
                null,
                Target,
                samples.Median < TargetMilliseconds));
        }

        return lines;
    }

    private static IEnumerable<(string Name, string Path, bool SignedIn)> PagesOf(string node, string meeting) =>
    [
        ("the sign-in", "/sign-in", false),
        ("the overview", "/", true),
        ("200 nodes as cards", "/nodes", true),
        ("200 nodes as a table", "/nodes?view=table", true),
        ("a node", $"/nodes/{node}", true),
        ("20 WebDAV servers", "/origin", true),
        ("5,000 meetings", "/meetings", true),
        ("the files of a meeting of 2,000", $"/meetings/{meeting}?tab=files", true),
        ("the library", "/library", true),
        ("what attendees see of a meeting of 2,000 files", $"/m/{meeting}", false),
    ];
}
