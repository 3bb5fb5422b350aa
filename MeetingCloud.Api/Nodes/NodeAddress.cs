using System.Net;

namespace MeetingCloud.Api.Nodes;

/// <summary>Whether a caller may register a node at an address.</summary>
internal static class NodeAddress
{
    // RFC 1918, RFC 6598, RFC 3927, RFC 1122, RFC 4193, RFC 4291.
    private static readonly IPNetwork[] s_local =
    [
        IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("172.16.0.0/12"), IPNetwork.Parse("192.168.0.0/16"),
        IPNetwork.Parse("100.64.0.0/10"), IPNetwork.Parse("169.254.0.0/16"),
        IPNetwork.Parse("fc00::/7"), IPNetwork.Parse("fe80::/10"),
    ];

    /// <summary>The same address, or both in the same private or loopback network.</summary>
    public static bool MaySpeakFor(IPAddress caller, IPAddress claimed)
    {
        caller = Plain(caller);
        claimed = Plain(claimed);
        return caller.Equals(claimed)
            || (IPAddress.IsLoopback(caller) && IPAddress.IsLoopback(claimed))
            || s_local.Any(network => network.Contains(caller) && network.Contains(claimed));
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
