using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Api.Origins.Leases;

/// <summary>Adds <see cref="IOriginLeases"/> over Redis.</summary>
internal static class LeasesExtensions
{
    public static IServiceCollection AddOriginLeases(this IServiceCollection services)
    {
        services.AddSingleton(new LeaseOptions());
        services.AddSingleton<LeaseLink>();
        services.AddSingleton<RedisOriginLeases>();
        services.AddSingleton<IOriginLeases>(provider => provider.GetRequiredService<RedisOriginLeases>());
        services.AddHostedService<LeaseHeartbeat>();
        return services;
    }
}
