using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.AppHost.Redis;

/// <summary>Redis for the registry: the best this machine has.</summary>
internal static class RegistryExtensions
{
    private const string Image = "docker.io/library/redis";
    private const string ImageTag = "8.6";

    /// <summary>
    /// Adds Redis: in a container where a container engine has its image or can get it (always, when published, but for where it is a service of
    /// the platform); else
    /// <c>redis-server</c> from the PATH; else Garnet, Microsoft's server for the same protocol, as a .NET tool. What the
    /// registry holds is renewed by heartbeats, so nothing is kept on disk.
    /// </summary>
    public static async Task<IResourceBuilder<IResourceWithConnectionString>> AddRegistryAsync(
        this IDistributedApplicationBuilder builder, string name) =>
        builder.AddPlatformRedis(name)
        ?? (builder.ExecutionContext.IsPublishMode || await ContainerEngine.CanRunAsync($"{Image}:{ImageTag}")
            ? builder.AddRedis(name, port: null).WithImageTag(ImageTag)
            : builder.AddLocalRedis(name));

    private static IResourceBuilder<LocalRedisResource> AddLocalRedis(this IDistributedApplicationBuilder builder, string name)
    {
        var server = ProgramPath.Find("redis-server") is { } redisServer
            ? new LocalRedisResource(name, redisServer, builder.AppHostDirectory)
            : new LocalRedisResource(name, "dotnet", builder.AppHostDirectory);
        var port = server.PrimaryEndpoint.Property(EndpointProperty.TargetPort);
        object[] arguments = server.Command == "dotnet"
            ? ["tool", "exec", "garnet-server@2.2.8", "--yes", "--", "--bind", "127.0.0.1", "--port", port]
            : ["--bind", "127.0.0.1", "--port", port, "--save", "", "--appendonly", "no"];

        var check = $"{name}_ping";
        builder.Services.AddHealthChecks().Add(new HealthCheckRegistration(
            check, _ => new RedisPing(server.PrimaryEndpoint), failureStatus: null, tags: null));
        return builder.AddResource(server)
            .WithEndpoint(name: LocalRedisResource.EndpointName, scheme: "tcp")
            .WithArgs(arguments)
            .WithHealthCheck(check);
    }
}
