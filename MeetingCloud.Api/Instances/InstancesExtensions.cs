namespace MeetingCloud.Api.Instances;

/// <summary>What several instances of the control plane need to be one.</summary>
internal static class InstancesExtensions
{
    public static void AddInstances(this IServiceCollection services)
    {
        services.AddSingleton<ClusterLock>();
        services.AddHostedService<ClusterLockKeeper>();
    }
}
