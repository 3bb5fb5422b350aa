using System.Globalization;
using System.Text.RegularExpressions;
using MeetingCloud.Benchmarks.Processes;

namespace MeetingCloud.Benchmarks.Load;

/// <summary>The load generator <c>wrk</c>, the same for every peer.</summary>
internal static partial class Wrk
{
    public const string HowToInstall = "wrk is not installed (Debian, Ubuntu: apt install wrk; macOS: brew install wrk)";

    // Its own summary is rounded; a hook that runs once, at the end, costs the measurement nothing.
    private const string Script = """
        done = function(summary, latency, requests)
            local e = summary.errors
            io.write(string.format("result %.0f %.0f %.0f %.0f\n", summary.duration, summary.requests, summary.bytes,
                e.connect + e.read + e.write + e.status + e.timeout))
        end
        """;

    public static bool IsInstalled => Programs.Find("wrk") is not null;

    /// <exception cref="InvalidOperationException">It failed, or a request did.</exception>
    public static async Task<LoadResult> RunAsync(
        Uri url, int connections, TimeSpan duration, string folder, CancellationToken cancellationToken)
    {
        var script = Path.Combine(folder, "wrk.lua");
        await File.WriteAllTextAsync(script, Script, cancellationToken);
        var output = await ChildProcess.RunAsync(
            Programs.Find("wrk")!,
            [
                "-t", Math.Min(connections, Environment.ProcessorCount).ToString(CultureInfo.InvariantCulture),
                "-c", connections.ToString(CultureInfo.InvariantCulture),
                "-d", string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0}s"),
                "--timeout", "30s",
                "-s", script,
                url.AbsoluteUri,
            ],
            cancellationToken);
        var match = ResultLine().Match(output);
        if (!match.Success || match.Groups["errors"].Value != "0")
        {
            throw new InvalidOperationException($"wrk on {url.GetLeftPart(UriPartial.Path)}: {output}");
        }

        var seconds = Number("duration") / 1e6;
        return new LoadResult(Number("requests") / seconds, Number("bytes") / seconds);

        double Number(string group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);
    }

    public static async Task<string?> VersionAsync(CancellationToken cancellationToken)
    {
        if (Programs.Find("wrk") is not { } wrk)
        {
            return null;
        }

        // It says its version, and then that it was called wrongly.
        return VersionLine().Match(await ChildProcess.RunAsync(wrk, ["-v"], cancellationToken, mayFail: true)).Value;
    }

    [GeneratedRegex(@"^result (?<duration>\d+) (?<requests>\d+) (?<bytes>\d+) (?<errors>\d+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ResultLine();

    [GeneratedRegex(@"^wrk \S+", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex VersionLine();
}
