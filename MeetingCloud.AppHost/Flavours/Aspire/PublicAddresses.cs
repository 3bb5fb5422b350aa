namespace MeetingCloud.AppHost;

/// <summary>Addresses that somebody else gives: a reverse proxy, an ingress.</summary>
internal static class PublicAddresses
{
    public static void AsParameters(IDistributedApplicationBuilder builder, Topology topology)
    {
        var baseUrl = builder.AddParameter("base-url");
        topology.Api.WithEnvironment("BASE_URL", baseUrl);
        topology.Web.WithEnvironment("BASE_URL", baseUrl);
        foreach (var node in topology.Nodes)
        {
            node.WithEnvironment("NODE_PUBLIC_URL", builder.AddParameter($"{node.Resource.Name}-public-url"));
        }
    }
}
