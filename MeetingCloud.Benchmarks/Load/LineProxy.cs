using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MeetingCloud.Benchmarks.Load;

/// <summary>A server's line: passes on what comes to its port, and answers only as fast as the line is, all connections together.</summary>
internal sealed class LineProxy : IAsyncDisposable
{
    private const int ChunkSize = 64 << 10;

    private readonly TcpListener _listener = new(IPAddress.Loopback, port: 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly SharedLine _line;
    private readonly Task _running;

    public LineProxy(long bytesPerSecond)
    {
        _line = new SharedLine(bytesPerSecond);
        _listener.Start();
        _running = AcceptAsync(_stop.Token);
    }

    /// <summary>Where clients find the server.</summary>
    public string Url => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>The server, before its first client comes.</summary>
    public Uri? Target { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(CancellationToken cancellationToken)
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(ServeAsync(await _listener.AcceptSocketAsync(cancellationToken), cancellationToken));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(Socket client, CancellationToken cancellationToken)
    {
        using (client)
        using (var server = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp))
        {
            try
            {
                await server.ConnectAsync(new IPEndPoint(IPAddress.Loopback, Target!.Port), cancellationToken);
                var up = CopyAsync(client, server, line: null, cancellationToken);
                var down = CopyAsync(server, client, _line, cancellationToken);
                await Task.WhenAny(up, down);
                client.Close();
                server.Close();
                await Task.WhenAll(up, down);
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // One of the two has gone.
            }
        }
    }

    private static async Task CopyAsync(Socket from, Socket to, SharedLine? line, CancellationToken cancellationToken)
    {
        var buffer = new byte[ChunkSize];
        while (await from.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
        {
            if (line is not null)
            {
                await line.UseAsync(count, cancellationToken);
            }

            for (var sent = 0; sent < count;)
            {
                sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), cancellationToken);
            }
        }
    }
}
