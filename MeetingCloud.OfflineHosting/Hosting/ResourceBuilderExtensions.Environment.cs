using Aspire.Hosting.ApplicationModel;
using MeetingCloud.OfflineHosting.Engine;

namespace Aspire.Hosting;

public static partial class ResourceBuilderExtensions
{
    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, string? value)
        where T : IResourceWithEnvironment => builder.WithAnnotation(EnvironmentVariables.Of(name, _ => new(value)));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, IExpressionValue value)
        where T : IResourceWithEnvironment => builder.WithAnnotation(EnvironmentVariables.Of(name, value.GetValueAsync));

    public static IResourceBuilder<T> WithEnvironment<T>(this IResourceBuilder<T> builder, string name, EndpointReference endpointReference)
        where T : IResourceWithEnvironment => builder.WithAnnotation(EnvironmentVariables.Of(name, endpointReference.GetValueAsync));

    public static IResourceBuilder<T> WithEnvironment<T>(
        this IResourceBuilder<T> builder, string name, IResourceBuilder<ParameterResource> parameter)
        where T : IResourceWithEnvironment => builder.WithAnnotation(EnvironmentVariables.Of(name, parameter.Resource.GetValueAsync));

    /// <summary>Tells the resource the other's connection string, as <c>ConnectionStrings__{name}</c>, and its parts, as <c>{NAME}_{PART}</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder,
        IResourceBuilder<IResourceWithConnectionString> source,
        string? connectionName = null,
        bool optional = false)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        var name = connectionName ?? resource.Name;
        return builder.WithAnnotation(new EnvironmentVariables(async cancellationToken =>
        {
            var value = await resource.GetConnectionStringAsync(cancellationToken);
            if (string.IsNullOrEmpty(value))
            {
                return optional ? [] : throw new DistributedApplicationException($"'{resource.Name}' has no connection string.");
            }

            List<KeyValuePair<string, string?>> variables =
                [new(resource.ConnectionStringEnvironmentVariable ?? $"ConnectionStrings__{name}", value)];
            foreach (var (part, expression) in resource.GetConnectionProperties())
            {
                variables.Add(new(VariableName($"{name}_{part}"), await expression.GetValueAsync(cancellationToken)));
            }

            return variables;
        }));
    }

    /// <summary>Tells the resource the other's endpoints, as <c>services__{name}__{endpoint}__0</c> and <c>{NAME}_{ENDPOINT}</c>.</summary>
    public static IResourceBuilder<TDestination> WithReference<TDestination>(
        this IResourceBuilder<TDestination> builder, IResourceBuilder<IResourceWithServiceDiscovery> source)
        where TDestination : IResourceWithEnvironment
    {
        var resource = source.Resource;
        return builder.WithAnnotation(new EnvironmentVariables(_ => new(
            resource.Annotations.OfType<EndpointAnnotation>()
                .Select(endpoint => new EndpointReference(resource, endpoint.Name))
                .SelectMany(endpoint => new KeyValuePair<string, string?>[]
                {
                    new($"services__{resource.Name}__{endpoint.EndpointName}__0", endpoint.Url),
                    new(VariableName($"{resource.Name}_{endpoint.EndpointName}"), endpoint.Url),
                }))));
    }

    private static string VariableName(string name) => name.Replace('-', '_').ToUpperInvariant();
}
