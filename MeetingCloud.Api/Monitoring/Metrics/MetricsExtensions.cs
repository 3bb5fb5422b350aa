namespace MeetingCloud.Api.Monitoring.Metrics;

/// <summary>The control plane's instruments.</summary>
internal static class MetricsExtensions
{
    public static void AddControlPlaneMetrics(this IServiceCollection services)
    {
        services.AddSingleton<NodeMetrics>();
        services.AddSingleton<StorageMetrics>();
        services.AddSingleton<LeaseMetrics>();
        services.AddSingleton<Readiness>();
        services.AddHostedService<ReadinessMetrics>();
        services.AddHostedService<OriginFileMetrics>();
    }

    /// <summary>Makes those that nobody asks for: they are asked, by whoever collects.</summary>
    public static void StartMetrics(this IServiceProvider services)
    {
        services.GetRequiredService<NodeMetrics>();
        services.GetRequiredService<StorageMetrics>();
        services.GetRequiredService<LeaseMetrics>();
    }
}
