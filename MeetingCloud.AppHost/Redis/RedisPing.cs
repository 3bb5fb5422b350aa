using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.AppHost.Redis;

/// <summary>Healthy when the server answers PING with PONG.</summary>
internal sealed class RedisPing(EndpointReference endpoint) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly byte[] Ping = "PING\r\n"u8.ToArray();

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var client = new TcpClient();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await client.ConnectAsync("127.0.0.1", endpoint.Port, patience.Token);
            var stream = client.GetStream();
            await stream.WriteAsync(Ping, patience.Token);
            var answer = new byte["+PONG\r\n".Length];
            await stream.ReadExactlyAsync(answer, patience.Token);
            return answer.AsSpan().SequenceEqual("+PONG\r\n"u8) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("It did not answer PING with PONG.");
        }
        catch (Exception exception) when (exception is SocketException or IOException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return HealthCheckResult.Unhealthy(exception.Message);
        }
    }
}
