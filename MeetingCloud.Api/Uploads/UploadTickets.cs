using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MeetingCloud.ServiceDefaults;
using Microsoft.Net.Http.Headers;

namespace MeetingCloud.Api.Uploads;

/// <summary>
/// Tokens that let their bearer upload to one meeting until they expire: <c>meeting.expires.signature</c>, the expiry in Unix seconds
/// and the signature HMAC-SHA256 (RFC 2104) over both under a key derived from the admin key, in base64url (RFC 4648, section 5).
/// </summary>
internal sealed class UploadTickets(AdminKey key, TimeProvider time)
{
    /// <summary>A working day: a browser that is left open asks for another.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private readonly byte[] _key = key.Derive("meetingcloud upload ticket v1");

    public (string Token, DateTimeOffset ExpiresAt) Issue(string meetingId)
    {
        var expires = (time.GetUtcNow() + Lifetime).ToUnixTimeSeconds();
        Span<byte> signature = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var signed = Compute(meetingId, expires, signature);
        return ($"{signed}.{Base64Url.EncodeToString(signature)}", DateTimeOffset.FromUnixTimeSeconds(expires));
    }

    /// <returns>The meeting that the token is for; null where it was not issued here, or has expired.</returns>
    public string? Verify(string token)
    {
        var parts = token.Split('.');
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        if (parts.Length != 3
            || !HeaderUtilities.TryParseNonNegativeInt64(parts[1], out var expires)
            || parts[2].Length != Base64Url.GetEncodedLength(given.Length)
            || Base64Url.DecodeFromChars(parts[2], given, out _, out var length) != OperationStatus.Done || length != given.Length)
        {
            return null;
        }

        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Compute(parts[0], expires, expected);
        return CryptographicOperations.FixedTimeEquals(given, expected) && expires >= time.GetUtcNow().ToUnixTimeSeconds() ? parts[0] : null;
    }

    // A meeting's id has no dot.
    private string Compute(string meetingId, long expires, Span<byte> signature)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{meetingId}.{expires}");
        HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(text), signature);
        return text;
    }
}
