using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using MeetingCloud.OfflineHosting.Engine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting;

/// <summary>Redis.</summary>
public static class RedisBuilderExtensions
{
    private const int RedisPort = 6379;

    /// <summary>Adds Redis in a container. It is healthy when it answers a PING; nothing is kept when it stops.</summary>
    /// <param name="port">The port on this machine; null: any.</param>
    public static IResourceBuilder<RedisResource> AddRedis(this IDistributedApplicationBuilder builder, string name, int? port)
    {
        var redis = new RedisResource(name);
        var key = $"{name}_check";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            key, _ => new RedisHealthCheck(redis.PrimaryEndpoint), failureStatus: null, tags: null));
        return builder.AddResource(redis)
            .WithAnnotation(new ContainerImageAnnotation { Registry = "docker.io", Image = "library/redis", Tag = "8.6" })
            .WithAnnotation(new EndpointAnnotation(ProtocolType.Tcp, name: RedisResource.EndpointName, port: port, targetPort: RedisPort))
            .WithArgs("redis-server", "--save", "", "--appendonly", "no")
            .WithHealthCheck(key);
    }
}
