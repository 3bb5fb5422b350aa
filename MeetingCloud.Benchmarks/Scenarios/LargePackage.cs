using System.Globalization;
using MeetingCloud.Benchmarks.Load;
using MeetingCloud.Benchmarks.Reporting;

namespace MeetingCloud.Benchmarks.Scenarios;

internal sealed class LargePackage : IScenario
{
    private const int Connections = 16;
    private const double Target = 1.2;

    public string Name => "large-package";

    public string Summary => "a package of 100 MB, 16 connections, against nginx";

    public async Task<IReadOnlyList<Measurement>> RunAsync(Progress progress, CancellationToken cancellationToken)
    {
        const string what = "100 MB package from a node, 16 connections, GB/s; peer: nginx `sendfile`";
        var target = string.Create(CultureInfo.InvariantCulture, $"ratio ≥ {Target}");
        var (node, nginx, ratio, reason) = await PackageDuel.RunAsync(
            fileSize: 100_000_000, Connections, result => result.BytesPerSecond / 1e9, progress, cancellationToken);
        return
        [
            reason is null
                ? new(what, node!.Describe("0.00"), nginx!.Describe("0.00"), ratio!.Describe("0.00"), target, ratio.Median >= Target)
                : Measurement.NotMeasured(what, target, reason),
        ];
    }
}
