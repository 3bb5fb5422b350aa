using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Benchmarks.Cluster;
using MeetingCloud.Benchmarks.Reporting;
using MeetingCloud.Benchmarks.Web;
using Microsoft.Playwright;

namespace MeetingCloud.Benchmarks.Scenarios;

internal sealed class WebUpload : IScenario
{
    private const long Size = 3_000_000_000;
    private const double TargetMegabytes = 200;
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    public string Name => "web-upload";

    public string Summary => "memory of the web during an upload of 3 GB through a meeting's page";

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        if (!Chromium.IsInstalled)
        {
            return [Measurement.NotMeasured(Summary, Target, Chromium.HowToInstall)];
        }

        await using var cluster = await BenchmarkCluster.StartAsync(nodes: 0, cancellationToken);
        await using var web = await WebServer.StartAsync(cluster, cluster.Api.Url, cancellationToken);
        await using var chromium = await Chromium.StartAsync(web.Url, cluster.AdminKey, cancellationToken);
        var meeting = await cluster.ControlPlane.CreateMeetingAsync("Benchmark", cancellationToken);
        var file = cluster.Folder.Sub("recording.mp4");
        await using (var sparse = File.Create(file))
        {
            sparse.SetLength(Size);
        }

        var page = await chromium.OpenAsync(signedIn: true);
        await page.GotoAsync($"/meetings/{meeting.Id}?tab=files");
        await page.WaitForSelectorAsync(".shell[data-interactive]");
        var before = web.Process.PeakResident;
        var watch = Stopwatch.StartNew();
        await page.Locator(".uploader input[data-input=files]").First.SetInputFilesAsync(file);
        await page.WaitForSelectorAsync(".uploader .row.stored", new PageWaitForSelectorOptions { Timeout = (float)s_patience.TotalMilliseconds })
            .WaitAsync(cancellationToken);
        var speed = Size / watch.Elapsed.TotalSeconds / 1e6;
        var (peak, api) = (web.Process.PeakResident, cluster.Api.Process.PeakResident);
        var stored = (await cluster.ControlPlane.GetMeetingAsync(meeting.Id, cancellationToken)).Files.Sum(stored => stored.Size);
        if (stored != Size)
        {
            throw new InvalidOperationException($"{stored} bytes were stored.");
        }

        progress.Say(string.Create(CultureInfo.InvariantCulture, $"web {before / 1e6:0} MB before, {peak / 1e6:0} MB at most; API {api / 1e6:0} MB at most; {speed:0} MB/s"));
        return
        [
            new(
                string.Create(CultureInfo.InvariantCulture, $"Upload of 3 GB through a meeting's page ({speed:0} MB/s): most memory of the web resident ({before / 1e6:0} MB before)"),
                string.Create(CultureInfo.InvariantCulture, $"{peak / 1e6:0} MB"),
                null,
                null,
                Target,
                peak < TargetMegabytes * 1e6),
            new("The same: most memory of the control plane resident", string.Create(CultureInfo.InvariantCulture, $"{api / 1e6:0} MB"), null, null, null, null),
        ];
    }

    private static string Target => string.Create(CultureInfo.InvariantCulture, $"< {TargetMegabytes} MB");
}
