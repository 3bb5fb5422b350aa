namespace MeetingCloud.AppHost;

/// <summary>
/// What is published differs from what runs here: containers that listen on one port, keep what they keep on a volume, have addresses that
/// tablets reach, and run in one of three environments. <c>Deploy:Target</c> (<c>--Deploy:Target kubernetes</c>, or <c>Deploy__Target</c>)
/// chooses: <c>compose</c>, the default; <c>kubernetes</c>; <c>azure</c>, the default of azd, which asks for a manifest.
/// </summary>
internal static class Publication
{
    private const string TargetKey = "Deploy:Target";

    /// <summary>The Redis of the platform that is published to, told by a connection string; null where the application brings its own.</summary>
    public static IResourceBuilder<IResourceWithConnectionString>? AddPlatformRedis(this IDistributedApplicationBuilder builder, string name) =>
        builder.ExecutionContext.IsPublishMode && TargetOf(builder) == "azure" ? builder.AddConnectionString(name) : null;

    /// <summary>Changes the services for what they are published to; when the application runs, nothing.</summary>
    /// <exception cref="DistributedApplicationException">There is no such target.</exception>
    public static void PrepareForPublishing(this IDistributedApplicationBuilder builder, Topology topology)
    {
        if (!builder.ExecutionContext.IsPublishMode)
        {
            return;
        }

        IPublicationTarget target = TargetOf(builder) switch
        {
            "compose" => new ComposeTarget(),
            "kubernetes" => new KubernetesTarget(),
            "azure" => new AzureTarget(),
            var other => throw new DistributedApplicationException($"{TargetKey} is '{other}', and none of compose, kubernetes, azure."),
        };
        target.AddEnvironment(builder);
        var proxies = builder.AddParameter("trusted-proxies", "", publishValueAsDefault: true);

        Containerize(topology.Api, target);
        topology.Api.WithExternalHttpEndpoints()
            .WithEnvironment("UPLOAD_DIR", Container.Folder("uploads"))
            .WithEnvironment("TRUSTED_PROXIES", proxies);
        target.ConfigureDatabase(builder, topology.Api);

        foreach (var node in topology.Nodes)
        {
            Containerize(node, target);
            node.WithExternalHttpEndpoints()
                .WithEnvironment("NODE_PORT", Container.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))
                .WithEnvironment("STORAGE_PATH", Container.Folder("storage"))
                .WithEnvironment("NODE_IP", builder.AddParameter($"{node.Resource.Name}-ip", target.NodeAddress, publishValueAsDefault: true));
        }

        foreach (var server in topology.WebDavServers)
        {
            Containerize(server, target);
            server.WithEnvironment("DAV_ROOT", Container.Folder("dav"));
        }

        Containerize(topology.Web, target);
        topology.Web.WithExternalHttpEndpoints()
            .WithEnvironment("DATA_PROTECTION_PATH", Container.Folder("keys"))
            .WithEnvironment("TRUSTED_PROXIES", proxies);
        target.ConfigureAddresses(builder, topology);
    }

    private static string TargetOf(IDistributedApplicationBuilder builder) =>
        builder.Configuration[TargetKey] ?? (builder.Configuration["Publishing:Publisher"] == "manifest" ? "azure" : "compose");

    private static void Containerize(IResourceBuilder<ProjectResource> service, IPublicationTarget target)
    {
        service.WithEndpoint("http", endpoint => endpoint.TargetPort = Container.Port)
            .WithEnvironment("ASPNETCORE_ENVIRONMENT", "Production")
            .WithAnnotation(new ContainerMountAnnotation($"{service.Resource.Name}-data", Container.Home, ContainerMountType.Volume, isReadOnly: false));
        target.Configure(service);
    }
}
