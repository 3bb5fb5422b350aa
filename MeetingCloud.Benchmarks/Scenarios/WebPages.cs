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

    // Pages take turns, so that none profits from its own last visit. Circuits of earlier visits live on for a while, as those of other
    // admins would: what they watch, such as the nodes, the web knows already; what a page alone shows it has to ask for.
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

        var pages = PagesOf(fleet.Ids[0], large.Id);
        var visits = pages.ToDictionary(page => page.Name, _ => new List<PageVisit>(), StringComparer.Ordinal);
        for (var round = 0; round <= Visits; round++)
        {
            foreach (var page in pages)
            {
                await Task.Delay(s_pause, cancellationToken);
                var visit = await PageVisit.MakeAsync(chromium, page.Path, page.SignedIn).WaitAsync(cancellationToken);
                // The first round compiles what the others run.
                if (round > 0)
                {
                    visits[page.Name].Add(visit);
                }
            }

            progress.Say($"round {round} of {Visits}");
        }

        return [.. pages.Select(page => Line(page.Name, visits[page.Name], progress))];
    }

    private static Measurement Line(string page, List<PageVisit> visits, Progress progress)
    {
        var paint = new Samples(visits.Select(visit => visit.FirstPaint));
        var html = new Samples(visits.Select(visit => visit.Html));
        var without = visits.Count(visit => !visit.IsComplete);
        progress.Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{page}: {paint.Describe("0")} ms; {visits[0].Bytes / 1e3:0} kB of HTML after {html.Describe("0")} ms, {without} without data"));
        return new(
            $"First contentful paint of {page}, ms (median of {paint.Count})" + (without > 0 ? $"; {without} without the control plane's answer" : ""),
            paint.Describe("0"),
            null,
            null,
            Target,
            paint.Median < TargetMilliseconds);
    }

    private static (string Name, string Path, bool SignedIn)[] PagesOf(string node, string meeting) =>
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
