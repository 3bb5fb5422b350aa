using MeetingCloud.Api.Origins.Leases;
using MeetingCloud.Api.Origins.Migrations;
using MeetingCloud.Api.Origins.Reports;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Api.Origins;

/// <summary>The origin's parts: those of the disk, or those of the pool.</summary>
internal static class OriginExtensions
{
    private const string Client = "webdav";

    public static void AddOrigin(this IServiceCollection services, SettingsReader settings)
    {
        var options = OriginOptions.Read(settings);
        services.AddSingleton(options);
        if (options.Pool is not { } pool)
        {
            services.AddSingleton<IOrigin, DiskOrigin>();
            return;
        }

        services.AddTransferClient(Client, transfers =>
        {
            // The pool decides where a request that failed goes next, and each one spends a budget.
            transfers.MaxRetries = 0;
            transfers.HeadersTimeout = options.Timeout;
            transfers.StallTimeout = options.Timeout;
        }).UseSocketsHttpHandler((handler, _) => WebDavHandlers.Prepare(handler));
        services.AddOriginLeases();
        services.AddSingleton<OriginCatalog>();
        services.AddSingleton(provider => new OriginPool(
            pool,
            _ => provider.GetRequiredService<IHttpClientFactory>().CreateClient(Client),
            provider.GetRequiredService<OriginCatalog>(),
            provider.GetRequiredService<IOriginLeases>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<Random>(),
            provider.GetRequiredService<ILogger<OriginPool>>()));
        services.AddSingleton<OriginCache>();
        services.AddSingleton<RepairQueue>();
        services.AddSingleton<PoolOrigin>();
        services.AddSingleton<IOrigin>(provider => provider.GetRequiredService<PoolOrigin>());
        services.AddSingleton<OriginServers>();
        services.AddSingleton<OriginRepair>();
        services.AddSingleton<OriginJanitor>();
        services.AddSingleton<MigrationPlanner>();
        services.AddSingleton<MigrationStore>();
        services.AddSingleton<MigrationMover>();
        services.AddSingleton<MigrationRunner>();
        services.AddSingleton<SharedReports>();
        services.AddSingleton<OriginReport>();
        services.AddHostedService<OriginWorker>();
        services.AddHostedService(provider => provider.GetRequiredService<MigrationRunner>());
        services.AddHealthChecks().AddCheck<OriginHealthCheck>("origin");
    }
}
