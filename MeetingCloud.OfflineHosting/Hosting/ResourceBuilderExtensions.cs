using System.Net.Sockets;
using Aspire.Hosting.ApplicationModel;
using MeetingCloud.OfflineHosting.Engine;

namespace Aspire.Hosting;

/// <summary>What resources listen on, get told and wait for.</summary>
public static partial class ResourceBuilderExtensions
{
    /// <param name="port">The port that clients use; null: any.</param>
    /// <param name="targetPort">The port it listens on: for containers. What runs as a process listens where its clients call.</param>
    /// <param name="scheme">What its address starts with.</param>
    /// <param name="name">Its name among the resource's endpoints; null: the scheme.</param>
    /// <param name="env">The environment variable that tells the resource its port.</param>
    /// <param name="isProxied">Of no effect: there is no proxy on this engine.</param>
    /// <param name="isExternal">Of no effect when the application runs.</param>
    /// <param name="protocol">TCP unless told otherwise.</param>
    public static IResourceBuilder<T> WithEndpoint<T>(
        this IResourceBuilder<T> builder,
        int? port = null,
        int? targetPort = null,
        string? scheme = null,
        string? name = null,
        string? env = null,
        bool? isProxied = null,
        bool? isExternal = null,
        ProtocolType? protocol = null)
        where T : IResourceWithEndpoints
    {
        var endpoint = new EndpointAnnotation(protocol ?? ProtocolType.Tcp, scheme, name, port, targetPort) { PortVariable = env };
        return builder.Resource.Annotations.OfType<EndpointAnnotation>().Any(other => other.Name == endpoint.Name)
            ? throw new DistributedApplicationException($"'{builder.Resource.Name}' has an endpoint '{endpoint.Name}' already.")
            : builder.WithAnnotation(endpoint);
    }

    /// <inheritdoc cref="WithEndpoint{T}" />
    public static IResourceBuilder<T> WithHttpEndpoint<T>(
        this IResourceBuilder<T> builder, int? port = null, int? targetPort = null, string? name = null, string? env = null, bool? isProxied = null)
        where T : IResourceWithEndpoints => builder.WithEndpoint(port, targetPort, "http", name, env, isProxied);

    public static EndpointReference GetEndpoint<T>(this IResourceBuilder<T> builder, string name)
        where T : IResourceWithEndpoints => new(builder.Resource, name);

    public static IResourceBuilder<T> WithArgs<T>(this IResourceBuilder<T> builder, params object[] args)
        where T : IResourceWithArgs => builder.WithAnnotation(new Arguments(args));

    /// <summary>Starts the resource only when the other is healthy, and stops it before the other.</summary>
    public static IResourceBuilder<T> WaitFor<T>(this IResourceBuilder<T> builder, IResourceBuilder<IResource> dependency)
        where T : IResourceWithWaitSupport => builder.WithAnnotation(new Dependency(dependency.Resource));
}
