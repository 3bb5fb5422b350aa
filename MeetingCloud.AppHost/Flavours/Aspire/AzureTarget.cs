namespace MeetingCloud.AppHost;

/// <summary>
/// Azure Container Apps. Every node is an app with an address of its own, since a link names one node, and volumes are Azure Files. PostgreSQL
/// and Redis are services of Azure, told by parameters: SQLite does not live on a file share.
/// </summary>
internal sealed class AzureTarget : IPublicationTarget
{
    // Of the network from which the environment's proxies call.
    public string NodeAddress => "100.100.0.1";

    public void AddEnvironment(IDistributedApplicationBuilder builder) => builder.AddAzureContainerAppEnvironment("azure").WithDashboard(enable: false);

    // One of each: two nodes of one name, or two webs without sticky sessions, would get in each other's way. The images bring the user and
    // its rights; the platform has no settings for them.
    public void Configure(IResourceBuilder<ProjectResource> service) => service
        // The platform kills after 30 s, and 5 s of them are for tidying up.
        .WithEnvironment("SHUTDOWN_TIMEOUT", "20")
        .PublishAsAzureContainerApp(static (_, app) =>
        {
            app.Template.Scale.MinReplicas = 1;
            app.Template.Scale.MaxReplicas = 1;
        });

    public void ConfigureDatabase(IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> api) =>
        api.WithEnvironment("DATABASE_URL", builder.AddParameter("database-url", secret: true));

    /// <summary>The platform gives each app its name: an external endpoint's address is the one that tablets reach.</summary>
    public void ConfigureAddresses(IDistributedApplicationBuilder builder, Topology topology)
    {
        topology.Api.WithEnvironment("BASE_URL", topology.Api.GetEndpoint("http"));
        topology.Web.WithEnvironment("BASE_URL", topology.Api.GetEndpoint("http"));
        foreach (var node in topology.Nodes)
        {
            node.WithEnvironment("NODE_PUBLIC_URL", node.GetEndpoint("http"));
        }
    }
}
