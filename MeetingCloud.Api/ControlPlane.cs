using MeetingCloud.Api.Data;
using MeetingCloud.Api.Distribution;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Instances;
using MeetingCloud.Api.Media;
using MeetingCloud.Api.Meetings;
using MeetingCloud.Api.Monitoring;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Api.Nodes.Selection;
using MeetingCloud.Api.Origins;
using MeetingCloud.Api.Origins.Migrations;
using MeetingCloud.Api.Sample;
using MeetingCloud.Api.Sync;
using MeetingCloud.Api.Uploads;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api;

/// <summary>The control plane's parts.</summary>
internal static class ControlPlane
{
    public static WebApplicationBuilder AddControlPlane(this WebApplicationBuilder builder)
    {
        var settings = builder.GetSettings();
        var services = builder.Services;
        builder.AddRedis();
        AddKeys(services, settings);
        AddStorage(services, settings);
        AddNodes(services, settings);
        services.AddTrustedProxies(settings);

        services.AddSingleton(PublicAddress.Read(settings));
        services.AddSingleton<MeetingStore>();
        services.AddSingleton<MeetingSnapshots>();
        services.AddSingleton<MeetingList>();
        services.AddSingleton<FileStore>();
        services.AddSingleton<FileMover>();
        services.AddSingleton<ChangeSignal>();
        services.AddSingleton<ChangeFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
        services.AddSingleton<AttendeeAccess>();
        services.AddSingleton<NodeLinks>();
        services.AddSingleton<PaperEndpoint>();
        services.AddMedia(settings);
        services.AddMonitoring();
        services.AddUploads(settings);
        services.AddSample(settings);

        services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, ContractJson.Default);
            json.SerializerOptions.PropertyNamingPolicy = ContractJson.Default.Options.PropertyNamingPolicy;
            json.SerializerOptions.Converters.Add(new Rfc3339Converter());
        });
        services.AddProblemDetails();
        services.AddOpenApi();
        services.AddJsonCompression();
        return builder;
    }

    public static WebApplication MapControlPlane(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseResponseCompression();
        app.UseProblems();
        app.UseMiddleware<ProblemMiddleware>();
        app.Use(DotSegmentMiddleware.InvokeAsync);
        app.Use(NulCharacters.InvokeAsync);
        app.UseCors();

        app.MapMeetings();
        app.MapAgenda();
        app.MapFiles();
        app.MapUploads();
        app.MapDistribution();
        app.MapSync();
        app.MapBlobs();
        app.MapMedia();
        app.MapNodes();
        app.MapOrigins();
        app.MapMigrations();
        app.MapMonitoring();
        app.MapOpenApi("/openapi/{documentName}.json");
        return app;
    }

    private static void AddKeys(IServiceCollection services, SettingsReader settings)
    {
        var admin = settings.Secret(AdminKey.Variable);
        var node = settings.Secret(NodeKey.Variable);
        if (admin.Length > 0 && admin == node)
        {
            settings.Error(AdminKey.Variable, $"must differ from {NodeKey.Variable}: a node would have an admin's rights");
        }

        // Made when they are first asked for: by then the settings are known to be good.
        services.AddSingleton(_ => new AdminKey(admin));
        services.AddSingleton(_ => new NodeKey(node));
        services.AddSingleton<SignedLinks>();
    }

    private static void AddStorage(IServiceCollection services, SettingsReader settings)
    {
        // First of the hosted services that need it: they find the schema in place. Who waits for it here asks for no work, either.
        services.AddMeetingDb(settings);
        services.AddInstances();

        services.AddSingleton(new BlobStoreOptions { RootPath = Path.GetFullPath(settings.Text("UPLOAD_DIR", "./uploads")) });
        services.AddSingleton<BlobStore>();
        services.AddOrigin(settings);
        services.AddHostedService<BlobSweeper>();
        services.AddHealthChecks().AddCheck<StorageHealthCheck>("storage");
    }

    private static void AddNodes(IServiceCollection services, SettingsReader settings)
    {
        var options = new NodeOptions(
            settings.Seconds("NODE_HEARTBEAT_TIMEOUT", defaultValue: 60, min: 1, max: 3600),
            settings.Choice("NODE_SELECTION", "power-of-two", "score", "bounded-hash"),
            settings.Seconds("LINK_LIFETIME", defaultValue: 6 * 3600, min: 10, max: 7 * 24 * 3600));
        services.AddSingleton(options);
        services.AddSingleton<NodeRegistry>();
        services.AddSingleton<OpenLines>();
        services.AddSingleton<NodeLines>();
        services.AddSingleton<ManifestPeers>();
        services.AddSingleton<RedisNodeStore>();
        services.AddSingleton<NodeRegistrySync>();
        services.AddHostedService(provider => provider.GetRequiredService<NodeRegistrySync>());
        services.AddHealthChecks().AddCheck<NodeRegistrySync>("registry");

#pragma warning disable RS0030 // The one place where the shared source of chance enters; everything else has it injected.
        services.AddSingleton(Random.Shared);
#pragma warning restore RS0030
        services.AddSingleton<ISelectionPolicy>(provider => options.Selection switch
        {
            "score" => ActivatorUtilities.CreateInstance<ScorePolicy>(provider),
            "bounded-hash" => new BoundedHashPolicy(),
            _ => ActivatorUtilities.CreateInstance<PowerOfTwoChoicesPolicy>(provider),
        });
    }
}
