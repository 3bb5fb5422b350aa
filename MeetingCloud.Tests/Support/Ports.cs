using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace MeetingCloud.Tests.Support;

/// <summary>
/// Ports of loopback for servers that keep theirs from start to start. They are below those that the system gives to whoever asks for any,
/// so that no outgoing connection takes one while its server is stopped; and one after the other from a random one on, so that none is
/// given twice and runs beside each other on one machine hardly meet.
/// </summary>
internal static class Ports
{
    private const int First = 20_000;
    private const int Count = 10_000;

    private static int s_last = RandomNumberGenerator.GetInt32(Count);

    /// <summary>A port that nobody listens on.</summary>
    public static int Next()
    {
        for (var tried = 0; tried < Count; tried++)
        {
            var port = First + (int)((uint)Interlocked.Increment(ref s_last) % Count);
            if (IsFree(port))
            {
                return port;
            }
        }

        throw new InvalidOperationException($"All ports from {First} to {First + Count - 1} are taken.");
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
