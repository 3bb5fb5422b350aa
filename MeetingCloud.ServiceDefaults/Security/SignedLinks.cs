using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MeetingCloud.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Links that let their bearer download one path from a node until they expire: <c>?expires=&lt;Unix seconds&gt;&amp;signature=…</c>,
/// where the signature is HMAC-SHA256 (RFC 2104) over path and expiry under a key derived from the node key, in base64url
/// (RFC 4648, section 5). The method is not signed: one link serves GET and HEAD. <see cref="LinkFacts"/> stand in the query and are
/// signed with the path where there are any.
/// </summary>
public sealed class SignedLinks(NodeKey key, TimeProvider time)
{
    private readonly byte[] _key = key.Derive("meetingcloud signed link v1");

    /// <summary>The query, without <c>?</c>, that opens <paramref name="path"/> (unescaped, starting with a slash).</summary>
    /// <param name="facts">What else the link says to the node.</param>
    public string Sign(string path, TimeSpan lifetime, LinkFacts facts = default)
    {
        var expires = (time.GetUtcNow() + lifetime).ToUnixTimeSeconds();
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var query = facts.ToQuery();
        Compute(path, expires, query, signature);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{query}{(query.Length > 0 ? "&" : "")}{ContractHeaders.ExpiresQuery}={expires}&{ContractHeaders.SignatureQuery}={Base64Url.EncodeToString(signature)}");
    }

    /// <summary>Whether the request's path and query are a link that was signed here and is still valid.</summary>
    public LinkState Verify(HttpRequest request)
    {
        var query = request.Query;
        if (!query.TryGetValue(ContractHeaders.SignatureQuery, out var given) || !query.TryGetValue(ContractHeaders.ExpiresQuery, out var until))
        {
            return LinkState.Unsigned;
        }

        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (given.Count != 1 || until.Count != 1
            || !HeaderUtilities.TryParseNonNegativeInt64(until[0], out var expires)
            || given[0]!.Length != Base64Url.GetEncodedLength(signature.Length)
            || Base64Url.DecodeFromChars(given[0], signature, out _, out var length) != OperationStatus.Done || length != signature.Length)
        {
            return LinkState.Invalid;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(request.Path.Value ?? "", expires, LinkFacts.QueryOf(query), expected);
        if (!CryptographicOperations.FixedTimeEquals(signature, expected))
        {
            return LinkState.Invalid;
        }

        return expires < time.GetUtcNow().ToUnixTimeSeconds() ? LinkState.Expired : LinkState.Valid;
    }

    private void Compute(string path, long expires, string facts, Span<byte> signature)
    {
        // A newline cannot stand in a path, nor in escaped facts, so no two links that differ give the same text.
        var text = string.Create(CultureInfo.InvariantCulture, $"{path}\n{expires}{(facts.Length > 0 ? "\n" : "")}{facts}");
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text), signature);
    }
}
