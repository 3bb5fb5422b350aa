using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace MeetingCloud.ServiceDefaults;

/// <summary>The Redis client.</summary>
public static class RedisExtensions
{
    internal const string ConnectionName = "redis";

    /// <summary>
    /// Adds an <see cref="IConnectionMultiplexer"/> to <c>ConnectionStrings__redis</c> (StackExchange.Redis's format). A service starts,
    /// degraded, while Redis is away: the connection is made in the background and made again whenever it is lost.
    /// </summary>
    public static WebApplicationBuilder AddRedis(this WebApplicationBuilder builder)
    {
        if (IsUsable(builder.GetSettings()))
        {
            Flavour.AddRedisClient(builder, Tune);
        }

        builder.Services.AddSingleton<RedisConnection>();
        builder.Services.AddHostedService(services => services.GetRequiredService<RedisConnection>());
        builder.Services.AddHealthChecks().AddCheck<RedisHealthCheck>(ConnectionName);
        return builder;
    }

    private static bool IsUsable(SettingsReader settings)
    {
        const string variable = $"ConnectionStrings__{ConnectionName}";
        var connectionString = settings.Required(variable);
        if (connectionString.Length == 0)
        {
            return false;
        }

        try
        {
            if (ConfigurationOptions.Parse(connectionString).EndPoints.Count > 0)
            {
                return true;
            }
        }
        catch (ArgumentException)
        {
            // The client's message may quote the password: it goes no further.
        }

        settings.Error(variable, "is not of the form host:port[,password=…][,ssl=true]");
        return false;
    }

    private static void Tune(ConfigurationOptions options)
    {
        options.AbortOnConnectFail = false;
        // Shorter than the client's own 5 s: whoever asks first waits for it, and the next attempt comes by itself.
        options.ConnectTimeout = 2000;
        options.ConnectRetry = 1;
        // Seconds; finds a peer that is gone without a word.
        options.KeepAlive = 10;
        options.ReconnectRetryPolicy = new ExponentialRetry(deltaBackOffMilliseconds: 200, maxDeltaBackOffMilliseconds: 5000);
    }
}
