using System.Net.Http.Headers;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Web.ControlPlane;

internal static class ClientsExtensions
{
    /// <summary>The control plane's clients, which show it the admin key.</summary>
    public static void AddControlPlaneClients(this IServiceCollection services, string adminKey)
    {
        services
            .AddTransferClient<ControlPlaneHttp>(options =>
            {
                // Pages ask again within a second: a repeat of our own, or a long wait, would only delay the bad news.
                options.MaxRetries = 0;
                options.ConnectTimeout = TimeSpan.FromSeconds(2);
                options.HeadersTimeout = TimeSpan.FromSeconds(15);
                options.StallTimeout = TimeSpan.FromSeconds(5);
            })
            .ConfigureHttpClient(client =>
            {
                client.BaseAddress = new Uri($"http://{ResourceNames.Api}");
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", adminKey);
            });
        services.AddTransient<INodesClient, NodesClient>();
        services.AddTransient<IMeetingsClient, MeetingsClient>();
        services.AddTransient<IMediaClient, MediaClient>();
        services.AddTransient<IUploadsClient, UploadsClient>();
        services.AddTransient<IOriginsClient, OriginsClient>();
        services.AddTransient<IMonitoringClient, MonitoringClient>();
    }
}
