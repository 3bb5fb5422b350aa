namespace MeetingCloud.AppHost;

/// <summary>Where the application is published to.</summary>
internal interface IPublicationTarget
{
    /// <summary>The address that nodes claim when they register, unless a parameter gives it: of the network from which the control plane is called.</summary>
    string NodeAddress { get; }

    void AddEnvironment(IDistributedApplicationBuilder builder);

    /// <summary>Takes the rights that a service does not need.</summary>
    void Configure(IResourceBuilder<ProjectResource> service);

    void ConfigureDatabase(IDistributedApplicationBuilder builder, IResourceBuilder<ProjectResource> api);

    /// <summary>Tells the services where browsers, tablets and nodes reach them.</summary>
    void ConfigureAddresses(IDistributedApplicationBuilder builder, Topology topology);
}
