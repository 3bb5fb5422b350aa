using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MeetingCloud.Benchmarks.Load;

/// <summary>An attendee on a network of a given speed: a bare socket, so that two hundred of them cost little.</summary>
internal sealed class SlowReader(Uri url, long bytesPerSecond, TimeProvider time)
{
    private const int ChunkSize = 64 << 10;
    private long _received;

    /// <summary>Bytes so far.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>Reads at its pace until it has been told to stop, or the response has ended.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // What the kernel takes in advance would make the reader faster than it is.
        socket.ReceiveBufferSize = ChunkSize;
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, url.Port), cancellationToken);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {url.PathAndQuery} HTTP/1.1\r\nHost: {url.Authority}\r\n\r\n"), cancellationToken);
        var started = time.GetTimestamp();
        var buffer = new byte[ChunkSize];
        while (await socket.ReceiveAsync(buffer, cancellationToken) is > 0 and var count)
        {
            var ahead = TimeSpan.FromSeconds((double)Interlocked.Add(ref _received, count) / bytesPerSecond) - time.GetElapsedTime(started);
            if (ahead > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(ahead, time, cancellationToken);
            }
        }
    }
}
