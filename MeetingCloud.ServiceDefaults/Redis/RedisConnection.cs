using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace MeetingCloud.ServiceDefaults;

/// <summary>Opens the connection in the background, so that a start never waits for Redis, and logs when it is lost and back.</summary>
internal sealed class RedisConnection(IServiceProvider services, ILogger<RedisConnection> logger) : IHostedService
{
    private volatile IConnectionMultiplexer? _multiplexer;

    /// <summary>The connection, or null while the first attempt runs.</summary>
    public IConnectionMultiplexer? Multiplexer => _multiplexer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = Task.Run(Open, CancellationToken.None);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Open()
    {
        // With AbortOnConnectFail off, this neither throws nor waits longer than ConnectTimeout.
        var multiplexer = services.GetRequiredService<IConnectionMultiplexer>();
        multiplexer.ConnectionFailed += (_, e) =>
        {
            if (e.ConnectionType == ConnectionType.Interactive)
            {
                Log.RedisLost(logger, Name(e.EndPoint), e.FailureType.ToString());
            }
        };
        multiplexer.ConnectionRestored += (_, e) =>
        {
            if (e.ConnectionType == ConnectionType.Interactive)
            {
                Log.RedisConnected(logger, Name(e.EndPoint));
            }
        };

        if (multiplexer.IsConnected)
        {
            Log.RedisConnected(logger, Name(multiplexer.GetEndPoints().FirstOrDefault()));
        }
        else
        {
            Log.RedisOutOfReach(logger);
        }

        _multiplexer = multiplexer;
    }

    private static string? Name(EndPoint? endPoint) =>
        endPoint is DnsEndPoint dns ? FormattableString.Invariant($"{dns.Host}:{dns.Port}") : endPoint?.ToString();
}
