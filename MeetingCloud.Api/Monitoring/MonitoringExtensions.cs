using MeetingCloud.Api.Monitoring.Events;

namespace MeetingCloud.Api.Monitoring;

internal static class MonitoringExtensions
{
    public static void AddMonitoring(this IServiceCollection services)
    {
        services.AddSingleton<History>();
        services.AddSingleton<SharedHistory>();
        services.AddHostedService<HistorySampler>();
        services.AddSingleton<NodeEvents>();
        services.AddSingleton<NodeEventStore>();
        services.AddHostedService<NodeEventWriter>();
        services.AddHostedService<NodeWatch>();
    }
}
