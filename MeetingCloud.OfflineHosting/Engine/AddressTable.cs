using Aspire.Hosting.ApplicationModel;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>The addresses of all resources, for people.</summary>
internal static class AddressTable
{
    public static string Of(IReadOnlyCollection<IResource> resources)
    {
        var rows = (
            from resource in resources
            from endpoint in resource.Annotations.OfType<EndpointAnnotation>()
            select (resource.Name, new EndpointReference((IResourceWithEndpoints)resource, endpoint.Name).Url)).ToList();
        var width = rows.Select(static row => row.Name.Length).DefaultIfEmpty().Max();
        return string.Join('\n', rows.Select(row => $"  {row.Name.PadRight(width)}  {row.Url}").Prepend("All resources are healthy:"));
    }
}
