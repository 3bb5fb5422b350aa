using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace MeetingCloud.ServiceDefaults;

/// <summary>What the services use where the feed has Aspire's packages.</summary>
internal static class Flavour
{
    public static void AddDiscovery(IServiceCollection services)
    {
        services.AddServiceDiscovery();
        services.ConfigureHttpClientDefaults(client => client.AddServiceDiscovery());
    }

    public static void AddRedisClient(IHostApplicationBuilder builder, Action<ConfigurationOptions> tune) =>
        builder.AddRedisClient(
            RedisExtensions.ConnectionName,
            settings =>
            {
                // Ours says "degraded" where Aspire's says "unhealthy", and spans leave through our own pipeline.
                settings.DisableHealthChecks = true;
                settings.DisableTracing = true;
            },
            tune);
}
