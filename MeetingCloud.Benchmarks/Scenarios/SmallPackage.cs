using System.Globalization;
using MeetingCloud.Benchmarks.Load;
using MeetingCloud.Benchmarks.Reporting;

namespace MeetingCloud.Benchmarks.Scenarios;

internal sealed class SmallPackage : IScenario
{
    private const int Connections = 64;
    private const double Target = 0.55;

    public string Name => "small-package";

    public string Summary => "a package of 64 KiB, 64 connections, against nginx";

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        const string what = "64 KiB package from a node, 64 connections, requests/s; peer: nginx `sendfile`";
        var target = string.Create(CultureInfo.InvariantCulture, $"ratio ≥ {Target}");
        var (node, nginx, ratio, reason) = await PackageDuel.RunAsync(
            fileSize: 64 << 10, Connections, result => result.RequestsPerSecond, progress, cancellationToken);
        return
        [
            reason is null
                ? new(what, node!.Describe("N0"), nginx!.Describe("N0"), ratio!.Describe("0.00"), target, ratio.Median >= Target)
                : Measurement.NotMeasured(what, target, reason),
        ];
    }
}
