using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace MeetingCloud.ServiceDefaults;

internal static class DiscoveryExtensions
{
    /// <summary>Gives every HttpClient of the factory <see cref="ConfiguredDiscoveryHandler"/>.</summary>
    public static void AddConfiguredDiscovery(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ServiceInstances>();
        services.TryAddTransient<ConfiguredDiscoveryHandler>();
        services.ConfigureHttpClientDefaults(client => client.AddHttpMessageHandler<ConfiguredDiscoveryHandler>());
    }
}
