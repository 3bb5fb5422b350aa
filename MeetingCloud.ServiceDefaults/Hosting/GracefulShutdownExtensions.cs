using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MeetingCloud.ServiceDefaults;

internal static class GracefulShutdownExtensions
{
    public static void AddGracefulShutdown(this WebApplicationBuilder builder)
    {
        var options = ShutdownOptions.Read(builder.GetSettings());
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton<OpenConnections>();
        builder.Services.AddSingleton<ServiceDrain>();
        builder.Services.AddHostedService<GracefulShutdown>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Delay + options.Timeout + ShutdownOptions.TidyUp);
        builder.Services.AddOptions<KestrelServerOptions>().Configure<OpenConnections>((kestrel, connections) =>
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(connections.Track)));
    }

    /// <summary>
    /// While the service ends, each response says that its connection is the client's to close: were it kept, a load balancer might send
    /// a request down it in the moment in which it is cut, and could not tell whether to send it again.
    /// </summary>
    public static void UseClosingConnections(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        app.Use((context, next) =>
        {
            if (stopping.IsCancellationRequested && HttpProtocol.IsHttp11(context.Request.Protocol))
            {
                context.Response.Headers.Connection = "close";
            }

            return next(context);
        });
    }
}
