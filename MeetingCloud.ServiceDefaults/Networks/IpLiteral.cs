using System.Buffers;
using System.Net;
using System.Net.Sockets;

namespace MeetingCloud.ServiceDefaults;

/// <summary>Addresses of machines that people or programs write, to be put into URLs.</summary>
public static class IpLiteral
{
    /// <summary>Of the parser's notation alone: zones (RFC 4007), which mean something on one machine only, and brackets with a port.</summary>
    private static readonly SearchValues<char> s_extras = SearchValues.Create("%[]");

    /// <summary>
    /// An IPv4 or IPv6 address; null for anything else. IPv4 in its one usual form, since the parser takes <c>1</c> and <c>127.1</c> as well;
    /// IPv4 mapped into IPv6 is IPv4.
    /// </summary>
    public static IPAddress? Parse(string? text)
    {
        if (text is null || text.AsSpan().ContainsAny(s_extras) || !IPAddress.TryParse(text, out var address))
        {
            return null;
        }

        return address.AddressFamily == AddressFamily.InterNetwork && address.ToString() != text ? null
            : address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
            : address;
    }
}
