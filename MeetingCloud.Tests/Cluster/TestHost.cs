using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MeetingCloud.Api;
using MeetingCloud.Node;
using MeetingCloud.Node.Registration;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Tests.Cluster;

/// <summary>One service in this process, on a port of its own that it keeps from start to start.</summary>
public sealed class TestHost : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(200);

    private readonly Func<TestHost, WebApplication> _create;
    private WebApplication? _app;

    private TestHost(string id, int port, Func<TestHost, WebApplication> create)
    {
        Id = id;
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        _create = create;
    }

    public string Id { get; }

    /// <summary>Without a closing slash.</summary>
    public string Url { get; }

    /// <summary>Requests since the first start, as <c>GET /path</c>; responses may be under way still.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public IServiceProvider Services => _app!.Services;

    public static TestHost Api(string id, int port, Dictionary<string, string?> settings, IDiskSpace disk) => new(id, port, host =>
    {
        var builder = NewBuilder(settings);
        // The other settings are those of all instances.
        builder.Configuration.AddInMemoryCollection([new("PORT", port.ToString(CultureInfo.InvariantCulture))]);
        builder.AddServiceDefaults(defaultPort: 8000);
        builder.AddControlPlane();
        builder.Services.AddSingleton(disk);
        var app = builder.Build();
        host.Record(app);
        app.MapDefaultEndpoints();
        app.MapControlPlane();
        return app;
    });

    public static TestHost Node(string id, int port, Dictionary<string, string?> settings) => new(id, port, host =>
    {
        var builder = NewBuilder(settings);
        builder.AddServiceDefaults(defaultPort: 8001, portVariable: "NODE_PORT");
        builder.AddNode();
        // Nodes are chosen by how busy they are; how busy this machine is with other tests is no part of any.
        builder.Services.AddSingleton<ISystemLoad>(new IdleLoad());
        var app = builder.Build();
        host.Record(app);
        app.MapDefaultEndpoints();
        app.MapNode();
        return app;
    });

    public async Task StartAsync()
    {
        for (var watch = Stopwatch.StartNew(); ; await Task.Delay(s_pause))
        {
            _app = _create(this);
            try
            {
                await _app.StartAsync();
                return;
            }
            catch (IOException exception) when (exception.InnerException is AddressInUseException && watch.Elapsed < TestCluster.Patience)
            {
                // While it was down, some connection got its port for the moment.
                await _app.DisposeAsync();
            }
        }
    }

    /// <summary>As its process manager would: running responses end, a node says goodbye.</summary>
    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    /// <summary>Cuts every connection at once, as near to a crash as one process allows.</summary>
    public async Task CrashAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            try
            {
                await app.StopAsync(new CancellationToken(canceled: true));
            }
            catch (Exception e) when (e is OperationCanceledException or AggregateException)
            {
                // Whatever wanted to end in an orderly way was not allowed to.
            }

            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync() => await CrashAsync();

    private void Record(WebApplication app) => app.Use((context, next) =>
    {
        Requests.Enqueue($"{context.Request.Method} {context.Request.Path}");
        return next(context);
    });

    private static WebApplicationBuilder NewBuilder(Dictionary<string, string?> settings)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        return builder;
    }

    private sealed class IdleLoad : ISystemLoad
    {
        public double CpuPercent() => 0;

        public double MemoryPercent() => 0;
    }
}
