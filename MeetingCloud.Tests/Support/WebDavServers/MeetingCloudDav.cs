using System.Globalization;
using MeetingCloud.Dav;
using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Tests.Support.WebDavServers;

/// <summary>The project's own WebDAV server, in this process.</summary>
public sealed class MeetingCloudDav : WebDavServer
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
        });
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults(defaultPort: 8101);
        builder.AddDav();
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
}
