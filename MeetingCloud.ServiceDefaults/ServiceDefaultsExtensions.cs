using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MeetingCloud.ServiceDefaults;

/// <summary>What every service of MeetingCloud has in common.</summary>
public static class ServiceDefaultsExtensions
{
    /// <summary>
    /// Adds listening address, logging, telemetry, health checks, service discovery and graceful shutdown. Settings that cannot work
    /// are collected in <see cref="SettingsExtensions.GetSettings"/> and reported by <see cref="MapDefaultEndpoints"/>.
    /// </summary>
    /// <param name="defaultPort">Where to listen when no variable says so; null leaves it to ASP.NET Core.</param>
    /// <param name="defaultHost">An IP address, <c>localhost</c>, or <c>*</c> for every interface.</param>
    /// <param name="portVariable">The environment variable that gives the port.</param>
    public static WebApplicationBuilder AddServiceDefaults(
        this WebApplicationBuilder builder,
        int? defaultPort = null,
        string defaultHost = ListenAddress.AnyHost,
        string portVariable = "PORT")
    {
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.AddConsoleDefaults();
        builder.AddListenAddress(defaultPort, defaultHost, portVariable);
        builder.AddKestrelDefaults();
        builder.AddGracefulShutdown();
        builder.AddHealthDefaults();
        builder.AddTelemetry();
        Flavour.AddDiscovery(builder.Services);
        return builder;
    }

    /// <summary>Maps <c>/health</c> and <c>/alive</c>, in every environment and without a credential.</summary>
    /// <exception cref="InvalidSettingsException">Settings that parts of this service have read cannot work; all of them are named.</exception>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.Services.GetRequiredService<SettingsReader>().ThrowIfInvalid();
        app.UseClosingConnections();
        app.MapHealthEndpoints();
        return app;
    }
}
