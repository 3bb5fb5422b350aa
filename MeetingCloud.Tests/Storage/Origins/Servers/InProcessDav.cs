using System.Globalization;
using MeetingCloud.Dav;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.WebDavServers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Tests.Storage.Origins.Servers;

/// <summary>Our own WebDAV server, within this process.</summary>
internal sealed class InProcessDav : WebDavServer
{
    private WebApplication? _app;

    public override async Task StartAsync()
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HOST"] = "127.0.0.1",
            ["PORT"] = Port.ToString(CultureInfo.InvariantCulture),
            ["DAV_ROOT"] = RootPath,
            ["DAV_USERNAME"] = UserName,
            ["DAV_PASSWORD"] = Password,
            // What the pool is told to keep to: what goes beyond is refused, and fails the tests.
            ["DAV_MAX_CONCURRENT"] = PoolOverServers.MaxConcurrent.ToString(CultureInfo.InvariantCulture),
        });
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults(defaultPort: 0);
        builder.AddDav();
        // How long a request may wait for its place is no matter of this machine's speed: one too many waits for ever.
        builder.Services.AddSingleton<TimeProvider>(new ManualTimeProvider());
        _app = builder.Build();
        _app.MapDefaultEndpoints();
        _app.MapDav();
        await _app.StartAsync();
    }

    public override async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            using var atOnce = new CancellationTokenSource();
            await atOnce.CancelAsync();
            await app.StopAsync(atOnce.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await app.DisposeAsync();
        }
    }
}
