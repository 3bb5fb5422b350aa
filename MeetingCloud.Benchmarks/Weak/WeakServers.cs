using System.Globalization;
using MeetingCloud.Benchmarks.Processes;

namespace MeetingCloud.Benchmarks.Weak;

/// <summary>A few weak WebDAV servers in a process of their own.</summary>
internal sealed class WeakServers : IAsyncDisposable
{
    /// <summary>Requests that each takes at a time.</summary>
    public const int AtOnce = 20;

    /// <summary>Time to every answer.</summary>
    public static readonly TimeSpan Latency = TimeSpan.FromMilliseconds(100);

    private readonly ChildProcess _process;
    private readonly HttpClient _client = new();

    private WeakServers(ChildProcess process, IReadOnlyList<Uri> urls)
    {
        _process = process;
        Urls = urls;
    }

    public IReadOnlyList<Uri> Urls { get; }

    /// <summary>The control plane's settings that name them.</summary>
    public (string Name, string Value)[] Settings =>
    [
        .. Urls.SelectMany((url, i) => new (string, string)[]
        {
            ($"WEBDAV_URL_{i + 1}", url.AbsoluteUri),
            ($"WEBDAV_USERNAME_{i + 1}", "user"),
            ($"WEBDAV_PASSWORD_{i + 1}", "password"),
            ($"WEBDAV_MAX_CONCURRENT_{i + 1}", AtOnce.ToString(CultureInfo.InvariantCulture)),
        }),
    ];

    /// <param name="bytesPerSecond">Of each server's line, towards the server; 0 for as many as the machine can.</param>
    public static async Task<WeakServers> StartAsync(int count, CancellationToken cancellationToken, int bytesPerSecond = 0)
    {
        var ports = Enumerable.Range(0, count).Select(_ => Programs.FreePort().ToString(CultureInfo.InvariantCulture)).ToList();
        var process = ChildProcess.Start(
            Environment.ProcessPath!,
            [
                // Started by "dotnet x.dll" or by its own executable.
                .. Path.GetFileNameWithoutExtension(Environment.ProcessPath!) == "dotnet" ? [typeof(WeakServers).Assembly.Location] : Array.Empty<string>(),
                WeakWebDav.Command,
                AtOnce.ToString(CultureInfo.InvariantCulture),
                Latency.TotalMilliseconds.ToString(CultureInfo.InvariantCulture),
                bytesPerSecond.ToString(CultureInfo.InvariantCulture),
                .. ports,
            ]);
        var servers = new WeakServers(process, ports.ConvertAll(port => new Uri($"http://127.0.0.1:{port}/")));
        await process.WaitUntilReadyAsync("The weak WebDAV servers", servers.AnswerAsync, cancellationToken);
        return servers;
    }

    /// <summary>Requests that were refused since the last call, and the most at a time, over all servers.</summary>
    public async Task<(int Refused, int Most)> ReportAsync(CancellationToken cancellationToken)
    {
        var (refused, most) = (0, 0);
        foreach (var url in Urls)
        {
            var numbers = (await _client.GetStringAsync(new Uri(url, "_report"), cancellationToken)).Split(' ');
            refused += int.Parse(numbers[0], CultureInfo.InvariantCulture);
            most = Math.Max(most, int.Parse(numbers[1], CultureInfo.InvariantCulture));
        }

        return (refused, most);
    }

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return _process.DisposeAsync();
    }

    private async Task<bool> AnswerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await ReportAsync(cancellationToken);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
