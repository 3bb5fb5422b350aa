using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Node.Eviction;
using MeetingCloud.Node.Media;
using MeetingCloud.Node.Peers;
using MeetingCloud.Node.Registration;
using MeetingCloud.Node.Scrub;
using MeetingCloud.Node.Serving;
using MeetingCloud.Node.Sync;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node;

/// <summary>An edge node's parts.</summary>
internal static class NodeExtensions
{
    public static WebApplicationBuilder AddNode(this WebApplicationBuilder builder)
    {
        var settings = builder.GetSettings();
        var key = settings.Secret(NodeKey.Variable);
        var options = NodeOptions.Read(settings, builder.Configuration);
        var services = builder.Services;
        services.AddProblemDetails();
        services.AddLinkCors();
        services.AddSingleton(options);
        // Made when they are first asked for: by then the settings are known to be good.
        services.AddSingleton(_ => new NodeKey(key));
        services.AddSingleton<SignedLinks>();
        services.AddSingleton<Func<Random>>(() => new Random());
        AddClients(services, options, key);
        AddStorage(services, options);

        services.AddSingleton<DownloadMeter>();
        services.AddSingleton<PackageEndpoint>();
        services.AddSingleton<BlobEndpoint>();

        services.AddSingleton<MeetingCatalog>();
        services.AddSingleton<MeetingMetrics>();
        services.AddSingleton<MeetingStates>();
        services.AddSingleton<MetadataFetcher>();
        services.AddSingleton<MeetingSync>();
        services.AddSingleton<MeetingJobs>();
        services.AddSingleton<MeetingEvents>();

        services.AddSingleton<NodeIdentity>();
        services.AddSingleton<ControlPlaneState>();
        services.AddSingleton<HeartbeatSignal>();
        services.AddSingleton<ISystemLoad>(provider => OperatingSystem.IsLinux()
            ? new LinuxLoad(provider.GetRequiredService<TimeProvider>())
            : new ProcessLoad(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<NodeHealth>();
        services.AddSingleton<HeartbeatWorker>();
        services.AddHealthChecks()
            .AddCheck<ControlPlaneHealthCheck>("control-plane")
            .AddCheck<StorageHealthCheck>("storage");

        // Started in this order, before the web server, and ended in the reverse, after it.
        services.AddHostedService(provider => provider.GetRequiredService<NodeLifetime>());
        services.AddHostedService<MeetingRestore>();
        services.AddHostedService(provider => provider.GetRequiredService<HeartbeatWorker>());
        services.AddHostedService<SyncWorker>();
        services.AddHostedService<ScrubWorker>();
        return builder;
    }

    public static WebApplication MapNode(this WebApplication app)
    {
        app.UseProblems();
        app.UseCors();

        // Plain request delegates: a small package is served so often that binding parameters would show.
        string[] methods = [HttpMethods.Get, HttpMethods.Head];
        app.MapMethods(Routes.Package("{id}"), methods, app.Services.GetRequiredService<PackageEndpoint>().InvokeAsync).RequireCors(LinkCors.Policy);
        app.MapMethods(Routes.Blob("{sha256}"), methods, app.Services.GetRequiredService<BlobEndpoint>().InvokeAsync).RequireCors(LinkCors.Policy);
        app.MapStatus();

        // Nobody asks for it: it is asked, by whoever collects.
        app.Services.GetRequiredService<MeetingMetrics>();
        return app;
    }

    private static void AddClients(IServiceCollection services, NodeOptions options, string key)
    {
        var credential = new NodeCredential(key);
        services.AddSingleton(credential);
        services.AddSingleton<ControlPlaneClient>();
        services.AddSingleton<BlobSourceClient>();

        // The callers have pauses of their own between attempts.
        services.AddTransferClient(ControlPlaneClient.CallsClient, transfer =>
        {
            transfer.MaxRetries = 0;
            transfer.HeadersTimeout = TimeSpan.FromSeconds(10);
        })
            .ConfigureHttpClient(client => client.DefaultRequestHeaders.Authorization = credential.Header)
            // Manifests are large text, and the line to a site is slow.
            .UseSocketsHttpHandler((handler, _) => handler.AutomaticDecompression = DecompressionMethods.All);
        services.AddTransferClient(ControlPlaneClient.EventsClient, transfer =>
        {
            transfer.MaxRetries = 0;
            // The stream shows a sign of life every 15 s.
            transfer.StallTimeout = TimeSpan.FromSeconds(45);
        }).ConfigureHttpClient(client => client.DefaultRequestHeaders.Authorization = credential.Header);
        services.AddTransferClient(BlobSourceClient.ControlPlaneClient, transfer => transfer.MaxRetries = 0);
        services.AddTransferClient(BlobSourceClient.NodesClient, transfer =>
        {
            transfer.MaxRetries = 0;
            // There is always another source: a node that is gone, or stands still, holds up nobody for long.
            transfer.ConnectTimeout = TimeSpan.FromSeconds(3);
            transfer.HeadersTimeout = TimeSpan.FromSeconds(20);
            transfer.StallTimeout = TimeSpan.FromSeconds(10);
        });
    }

    private static void AddStorage(IServiceCollection services, NodeOptions options)
    {
        services.AddSingleton<IDiskSpace, VolumeDiskSpace>();
        services.AddSingleton(new BlobStoreOptions { RootPath = options.StoragePath });
        services.AddSingleton<BlobStore>();
        services.AddSingleton<NodeLifetime>();
        services.AddSingleton<StorageBudget>();
        services.AddSingleton<BlobReferences>();
        services.AddSingleton<StorageEviction>();
        services.AddSingleton<BlobSweep>();
        services.AddSingleton<LostBlobs>();
        services.AddSingleton<DirectTransfers>();
        services.AddSingleton<ShunnedNodes>();
        services.AddSingleton<BlobFetcher>();
        services.AddSingleton<NodeBlobs>();
        services.AddSingleton<WantedBlobs>();
        services.AddSingleton<NeighbourBlobs>();
        services.AddSingleton<MediaCatalog>();
        services.AddSingleton<MediaBlobs>();
        services.AddSingleton<MediaRelay>();
    }
}
