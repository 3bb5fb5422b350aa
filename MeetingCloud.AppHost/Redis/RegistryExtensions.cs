using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.AppHost.Redis;

/// <summary>Redis for the registry: the best this machine has.</summary>
internal static class RegistryExtensions
{
    /// <summary>
    /// Adds Redis: in a container where a container engine has its image (always, when published, but for where it is a service of the platform);
    /// else <c>redis-server</c> from the PATH; else in a container whose image the engine fetches; else Garnet, Microsoft's server for the same
    /// protocol, as a .NET tool. What the registry holds is renewed by heartbeats, so nothing is kept on disk.
    /// </summary>
    public static async Task<IResourceBuilder<IResourceWithConnectionString>> AddRegistryAsync(
        this IDistributedApplicationBuilder builder, string name)
    {
        if (builder.AddPlatformRedis(name) is { } platform)
        {
            return platform;
        }

        var program = ProgramPath.Find("redis-server");
        return builder.ExecutionContext.IsPublishMode || await RedisImage.IsBestAsync(ContainerEngine.OfThisMachine, program is not null, Console.Out)
            ? builder.AddRedis(name, port: null).WithImageTag(RedisImage.Tag)
            : builder.AddLocalRedis(name, program);
    }

    private static IResourceBuilder<LocalRedisResource> AddLocalRedis(this IDistributedApplicationBuilder builder, string name, string? program)
    {
        var server = new LocalRedisResource(name, program ?? "dotnet", builder.AppHostDirectory);
        var port = server.PrimaryEndpoint.Property(EndpointProperty.TargetPort);
        object[] arguments = program is null
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
