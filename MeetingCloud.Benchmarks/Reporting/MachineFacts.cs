using System.Globalization;
using System.Runtime.InteropServices;
using MeetingCloud.Benchmarks.Processes;

namespace MeetingCloud.Benchmarks.Reporting;

/// <summary>What the figures were measured on: without it they mean little.</summary>
internal static class MachineFacts
{
    public static async Task<string> ReadAsync(CancellationToken cancellationToken)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1 << 30);
        string?[] facts =
        [
            string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} cores ({RuntimeInformation.OSArchitecture}), {memory:0} GiB of memory"),
            RuntimeInformation.OSDescription,
            $"{RuntimeInformation.FrameworkDescription}, built for {BuildConfiguration.Name}",
            await NginxServer.VersionAsync(cancellationToken) ?? "no nginx",
            await Load.Wrk.VersionAsync(cancellationToken) ?? "no wrk",
            await RedisServer.VersionAsync(cancellationToken),
        ];
        return $"Machine: {string.Join("; ", facts)}.";
    }
}
