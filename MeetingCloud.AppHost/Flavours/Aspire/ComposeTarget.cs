namespace MeetingCloud.AppHost;

/// <summary>Docker Compose, for a single server: SQLite on a volume.</summary>
internal sealed class ComposeTarget : IPublicationTarget
{
    // Of the networks that the engine makes, from which the containers call each other.
    public string NodeAddress => "172.16.0.1";

    public void AddEnvironment(IDistributedApplicationBuilder builder) => builder.AddDockerComposeEnvironment("compose").WithDashboard(enabled: false);

    public void Configure(IResourceBuilder<ProjectResource> service) => service.PublishAsDockerComposeService(static (_, container) =>
    {
        container.User = $"{Container.User}:{Container.User}";
        container.ReadOnly = true;
        container.Tmpfs = ["/tmp"];
        container.CapDrop = ["ALL"];
        container.SecurityOpt = ["no-new-privileges:true"];
        container.Restart = "unless-stopped";
        // SHUTDOWN_TIMEOUT's default, and 5 s for tidying up.
        container.StopGracePeriod = "40s";
    });

    public void ConfigureDatabase(IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> api) =>
        api.WithEnvironment("DATABASE_URL", $"sqlite:///{Container.Folder("meetings.db")}");

    public void ConfigureAddresses(IDistributedApplicationBuilder builder, Topology topology) => PublicAddresses.AsParameters(builder, topology);
}
