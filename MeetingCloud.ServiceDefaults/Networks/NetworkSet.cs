using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Networks in CIDR notation (RFC 4632; RFC 4291, section 2.3), without doubles and in a fixed order: two sets that name the same
/// networks are equal.
/// </summary>
public sealed class NetworkSet : IEquatable<NetworkSet>
{
    /// <summary>Most networks of one set: ample for a site, few enough for every choice of a node.</summary>
    public const int Most = 64;

    public static readonly NetworkSet Empty = new([]);

    private readonly IPNetwork[] _networks;
    private readonly string _key;

    private NetworkSet(IEnumerable<IPNetwork> networks)
    {
        _networks = [.. networks.DistinctBy(static network => network.ToString()).OrderBy(static network => network.ToString(), StringComparer.Ordinal)];
        Names = [.. _networks.Select(static network => network.ToString())];
        _key = string.Join(',', Names);
    }

    public bool IsEmpty => _networks.Length == 0;

    /// <summary>The networks as text, such as <c>10.3.0.0/16</c>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Reads networks; a plain address is a network of its own.</summary>
    /// <param name="errors">What is wrong, each naming the text that it is about; empty where all can be read.</param>
    public static NetworkSet Parse(IEnumerable<string> texts, out IReadOnlyList<string> errors)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var found = new List<string>();
        var networks = new List<IPNetwork>();
        foreach (var text in texts)
        {
            if (Read(text) is { } network)
            {
                networks.Add(network);
            }
            else
            {
                found.Add(Complaint(text));
            }
        }

        var set = new NetworkSet(networks);
        if (set._networks.Length > Most)
        {
            found.Add(string.Create(CultureInfo.InvariantCulture, $"{set._networks.Length} networks are more than {Most}"));
        }

        errors = found;
        return set;
    }

    /// <summary>Length of the longest prefix among the networks that hold the address, in bits; null where none does.</summary>
    public int? LongestPrefix(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        int? longest = null;
        foreach (var network in _networks)
        {
            if (network.PrefixLength > (longest ?? -1) && network.Contains(plain))
            {
                longest = network.PrefixLength;
            }
        }

        return longest;
    }

    public bool Equals(NetworkSet? other) => other is not null && _key == other._key;

    public override bool Equals(object? obj) => Equals(obj as NetworkSet);

    public override int GetHashCode() => _key.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => _key;

    private static IPNetwork? Read(string? text)
    {
        // IPv4 mapped into IPv6 has prefixes of its own, which nobody means.
        if (text is null || text.Split('/') is not [var start, .. var rest] || rest.Length > 1 || IpLiteral.Parse(start) is not { } address
            || (address.AddressFamily == AddressFamily.InterNetwork && start.Contains(':', StringComparison.Ordinal)))
        {
            return null;
        }

        if (rest is not [var length])
        {
            return new IPNetwork(address, BitsOf(address));
        }

        return int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= BitsOf(address)
            && Masked(address, bits).Equals(address)
            ? new IPNetwork(address, bits)
            : null;
    }

    private static string Complaint(string? text)
    {
        const string example = "is not a network such as 10.3.0.0/16 or fd00:3::/48";
        return text?.Split('/') is [var start, var length] && IPAddress.TryParse(start, out var address)
            && int.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= BitsOf(address)
            && !Masked(address, bits).Equals(address)
            ? string.Create(CultureInfo.InvariantCulture, $"'{text}' {example}: its network begins at {Masked(address, bits)}")
            : $"'{text}' {example}";
    }

    private static int BitsOf(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;

    private static IPAddress Masked(IPAddress address, int bits)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(bits - (i * 8), 0, 8);
            bytes[i] &= (byte)(0xff << (8 - kept));
        }

        return new IPAddress(bytes);
    }
}
