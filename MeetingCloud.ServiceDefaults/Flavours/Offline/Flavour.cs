using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using StackExchange.Redis;

namespace MeetingCloud.ServiceDefaults;

/// <summary>What the services use where the feed has no Aspire packages.</summary>
internal static class Flavour
{
    public static void AddDiscovery(IServiceCollection services) => services.AddConfiguredDiscovery();

    public static void AddRedisClient(IHostApplicationBuilder builder, Action<ConfigurationOptions> tune)
    {
        var options = ConfigurationOptions.Parse(builder.Configuration.GetConnectionString(RedisExtensions.ConnectionName)!);
        tune(options);
        builder.Services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(options));
    }
}
