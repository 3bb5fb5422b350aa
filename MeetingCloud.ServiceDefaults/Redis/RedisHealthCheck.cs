using Microsoft.Extensions.Diagnostics.HealthChecks;
using StackExchange.Redis;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Degraded, never unhealthy, while Redis is away: services go on with what they know, and taking them out of rotation would turn a
/// small fault into a large one.
/// </summary>
internal sealed class RedisHealthCheck(RedisConnection connection, TimeProvider time) : IHealthCheck
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (connection.Multiplexer is not { IsConnected: true } multiplexer)
        {
            return HealthCheckResult.Degraded("not connected");
        }

        try
        {
            await multiplexer.GetDatabase().PingAsync().WaitAsync(s_timeout, time, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        catch (Exception e) when (e is RedisException or TimeoutException)
        {
            return HealthCheckResult.Degraded("does not answer");
        }
    }
}
