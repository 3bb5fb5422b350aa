using MeetingCloud.ServiceDefaults;
using MeetingCloud.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Tests.Web;

/// <summary>The web on a socket, in this process.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private WebHost(WebApplication app) => _app = app;

    /// <summary>Without a closing slash.</summary>
    public string Url => _app.Urls.First();

    public IServiceProvider Services => _app.Services;

    /// <param name="api">The control plane's address.</param>
    public static async Task<WebHost> StartAsync(string api, string adminKey, params (string Name, string? Value)[] settings)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = typeof(WebExtensions).Assembly.GetName().Name });
        builder.Configuration.AddInMemoryCollection([new("ADMIN_API_KEY", adminKey), new("services:api:http:0", api)]);
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, setting.Value)));
        builder.Logging.ClearProviders();
        builder.AddServiceDefaults(defaultPort: 0, defaultHost: "127.0.0.1");
        builder.AddWeb();
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapWeb();
        await app.StartAsync();
        return new WebHost(app);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
