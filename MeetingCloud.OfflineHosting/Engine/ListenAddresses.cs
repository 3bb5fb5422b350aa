using System.Globalization;
using Aspire.Hosting.ApplicationModel;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>Tells a resource where to listen.</summary>
internal static class ListenAddresses
{
    /// <summary>Tells a project its endpoints by the variable that ASP.NET Core reads.</summary>
    public static IResourceBuilder<T> WithListenAddresses<T>(this IResourceBuilder<T> builder)
        where T : IResourceWithEndpoints
    {
        var resource = builder.Resource;
        return builder.WithAnnotation(EnvironmentVariables.Of("ASPNETCORE_URLS", _ => new(string.Join(
            ';', resource.Annotations.OfType<EndpointAnnotation>().Select(endpoint => new EndpointReference(resource, endpoint.Name).Url)))));
    }

    /// <summary>The variables by which endpoints ask to be told.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> PortVariables(IResource resource) =>
        from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
        where endpoint.PortVariable is not null
        select KeyValuePair.Create(
            endpoint.PortVariable!, (endpoint.TargetPort ?? endpoint.AllocatedPort)?.ToString(CultureInfo.InvariantCulture));
}
