using System.Globalization;

namespace MeetingCloud.Benchmarks.Processes;

/// <summary>nginx on loopback, as its manual sets it up for static files: the peer of a node.</summary>
internal sealed class NginxServer : IAsyncDisposable
{
    public const string HowToInstall = "nginx is not installed (Debian, Ubuntu: apt install nginx-light; macOS: brew install nginx)";

    private readonly ChildProcess _process;

    private NginxServer(ChildProcess process, Uri url)
    {
        _process = process;
        Url = url;
    }

    public static bool IsInstalled => Programs.Find("nginx") is not null;

    public Uri Url { get; }

    /// <param name="root">The files to serve.</param>
    /// <param name="folder">For its configuration and what it writes.</param>
    public static async Task<NginxServer> StartAsync(string root, string folder, CancellationToken cancellationToken)
    {
        var port = Programs.FreePort();
        var configuration = Path.Combine(folder, "nginx.conf");
        await File.WriteAllTextAsync(configuration, Configure(root, folder, port), cancellationToken);
        var process = ChildProcess.Start(Programs.Find("nginx")!, ["-p", folder, "-c", configuration, "-e", "stderr"], folder);
        var server = new NginxServer(process, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")));
        using var client = new HttpClient();
        await process.WaitUntilReadyAsync("nginx", token => AnswersAsync(client, server.Url, token), cancellationToken);
        return server;
    }

    public static async Task<string?> VersionAsync(CancellationToken cancellationToken) =>
        Programs.Find("nginx") is { } nginx
            ? (await ChildProcess.RunAsync(nginx, ["-v"], cancellationToken)).Trim().Replace("nginx version: ", "", StringComparison.Ordinal)
            : null;

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<bool> AnswersAsync(HttpClient client, Uri url, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.GetAsync(url, cancellationToken);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    // One worker per core; connections are kept open however many requests they carry, as Kestrel keeps them.
    private static string Configure(string root, string folder, int port) => string.Create(CultureInfo.InvariantCulture, $$"""
        {{(Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows() ? "user root;" : "")}}
        daemon off;
        worker_processes auto;
        pid {{folder}}/nginx.pid;
        events { worker_connections 1024; }
        http {
            default_type application/zip;
            access_log off;
            sendfile on;
            tcp_nopush on;
            tcp_nodelay on;
            keepalive_requests 100000000;
            client_body_temp_path {{folder}}/nginx-body;
            proxy_temp_path {{folder}}/nginx-proxy;
            fastcgi_temp_path {{folder}}/nginx-fastcgi;
            uwsgi_temp_path {{folder}}/nginx-uwsgi;
            scgi_temp_path {{folder}}/nginx-scgi;
            server {
                listen 127.0.0.1:{{port}};
                root {{root}};
            }
        }
        """);
}
