using System.Net;
using System.Net.Sockets;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>Gives every endpoint its port.</summary>
internal static class PortAllocator
{
    /// <param name="randomize">Ignore the ports asked for: tests, which must not meet each other.</param>
    /// <exception cref="DistributedApplicationException">Ports asked for are taken; all of them are named.</exception>
    public static void Allocate(IEnumerable<IResource> resources, bool randomize)
    {
        var held = new List<Socket>();
        var taken = new List<string>();
        try
        {
            // All are held until all are given, lest the same free port is found twice.
            foreach (var resource in resources)
            {
                foreach (var endpoint in resource.Annotations.OfType<EndpointAnnotation>())
                {
                    var wanted = randomize ? 0 : endpoint.Port ?? 0;
                    if (TryHold(wanted, held) is { } port)
                    {
                        endpoint.AllocatedPort = port;
                    }
                    else
                    {
                        taken.Add($"port {wanted}, wanted by '{resource.Name}'");
                    }
                }
            }
        }
        finally
        {
            held.ForEach(static socket => socket.Dispose());
        }

        if (taken.Count > 0)
        {
            throw new DistributedApplicationException(
                $"In use by another program or resource: {string.Join("; ", taken)}. Stop what listens there and start again.");
        }
    }

    private static int? TryHold(int port, List<Socket> held)
    {
        try
        {
            var v4 = Bind(IPAddress.Loopback, port);
            held.Add(v4);
            var found = ((IPEndPoint)v4.LocalEndPoint!).Port;
            HoldV6(found, held);
            return found;
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            return port == 0 ? TryHold(port, held) : null;
        }
    }

    private static void HoldV6(int port, List<Socket> held)
    {
        if (!Socket.OSSupportsIPv6)
        {
            return;
        }

        try
        {
            held.Add(Bind(IPAddress.IPv6Loopback, port));
        }
        catch (SocketException exception) when (exception.SocketErrorCode == SocketError.AddressNotAvailable)
        {
            // A machine that knows IPv6 but has no ::1.
        }
    }

    private static Socket Bind(IPAddress address, int port)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            socket.Listen();
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
