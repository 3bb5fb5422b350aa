using System.Net;
using System.Net.Sockets;

namespace MeetingCloud.Tests.Cluster.Sites;

/// <summary>An attendee at an address of loopback: all of 127.0.0.0/8 is this machine, and each address can be called from.</summary>
internal static class SiteAttendee
{
    /// <summary>Talks to a server without a key; follows no redirects.</summary>
    public static HttpClient At(string address, string server) => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Parse(address), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    })
    {
        BaseAddress = new Uri(server),
    };
}
