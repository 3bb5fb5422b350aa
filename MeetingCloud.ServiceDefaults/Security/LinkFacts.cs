using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// What a signed link tells the node that it opens, beside the path: of a blob that no meeting names, its size and where else it may
/// be. The node acts on both, so they are signed; empty for links to what the node knows itself.
/// </summary>
/// <param name="Size">Bytes.</param>
/// <param name="Peer">Address of a node, without a closing slash.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LinkFacts(long? Size, string? Peer = null)
{
    private const string SizeName = "size";
    private const string PeerName = "peer";

    /// <summary>Those of a request whose link was found valid.</summary>
    public static LinkFacts Read(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new LinkFacts(
            HeaderUtilities.TryParseNonNegativeInt64(request.Query[SizeName].ToString(), out var size) ? size : null,
            request.Query[PeerName].ToString() is { Length: > 0 } peer ? peer : null);
    }

    /// <summary>As it is signed, and stands in the query; the same for the facts that were signed and those that came.</summary>
    internal string ToQuery() => Query(Size?.ToString(CultureInfo.InvariantCulture), Peer);

    // Taken as they came, several values and all: whatever was not signed so gives another text.
    internal static string QueryOf(IQueryCollection query) => Query(
        query.TryGetValue(SizeName, out var size) ? size.ToString() : null,
        query.TryGetValue(PeerName, out var peer) ? peer.ToString() : null);

    private static string Query(string? size, string? peer) => (size, peer) switch
    {
        (null, null) => "",
        ({ }, null) => Pair(SizeName, size),
        (null, { }) => Pair(PeerName, peer),
        _ => $"{Pair(SizeName, size)}&{Pair(PeerName, peer)}",
    };

    private static string Pair(string name, string value) => $"{name}={Uri.EscapeDataString(value)}";
}
