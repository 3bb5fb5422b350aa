using System.Collections.Concurrent;
using System.Globalization;
using MeetingCloud.Dav;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>A WebDAV server in this process, on a port and a folder of its own, that fails in the ways it is told to.</summary>
internal sealed class FaultyDav(string root) : IAsyncDisposable
{
    public const string User = "pool";
    public const string Password = "password-that-nobody-may-see";

    private readonly int _port = Ports.Next();
    private WebApplication? _app;
    private int _running;
    private int _most;

    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/");

    public string Root => root;

    /// <summary>What it does instead of, or before, its work; null for a server that is well.</summary>
    public Func<HttpContext, RequestDelegate, Task>? Fault { get; set; }

    /// <summary>Methods and paths of the requests so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Most requests at a time.</summary>
    public int MostAtOnce => Volatile.Read(ref _most);

    /// <summary>Full paths of the pool's files.</summary>
    public string[] Files => Directory.Exists(Path.Combine(Root, "meetingcloud"))
        ? [.. Directory.GetFiles(Path.Combine(Root, "meetingcloud"), "*", SearchOption.AllDirectories).Where(file => !file.Contains(".davstore", StringComparison.Ordinal))]
        : [];

    public int Count(string method) => Requests.Count(request => request.StartsWith(method + " ", StringComparison.Ordinal));

    public async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = _port.ToString(CultureInfo.InvariantCulture),
            ["DAV_ROOT"] = Root,
            ["DAV_USERNAME"] = User,
            ["DAV_PASSWORD"] = Password,
        });
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults(defaultPort: 8101);
        builder.AddDav();
        _app = builder.Build();
        _app.Use(InvokeAsync);
        _app.MapDefaultEndpoints();
        _app.MapDav();
        await _app.StartAsync();
    }

    /// <summary>Cuts every connection.</summary>
    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
        var running = Interlocked.Increment(ref _running);
        for (var most = _most; running > most && Interlocked.CompareExchange(ref _most, running, most) != most; most = _most)
        {
        }

        try
        {
            await (Fault is { } fault ? fault(context, next) : next(context));
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
