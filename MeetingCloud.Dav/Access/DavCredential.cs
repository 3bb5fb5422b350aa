using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;

namespace MeetingCloud.Dav.Access;

/// <summary>The one user's name and password. It compares in constant time and never prints itself.</summary>
internal sealed class DavCredential(string user, string password)
{
    private readonly byte[] _digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{user}:{password}"));

    /// <summary>Whether an <c>Authorization</c> header gives it (RFC 7617).</summary>
    public bool Matches(string header)
    {
        if (!AuthenticationHeaderValue.TryParse(header, out var value)
            || !value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            || value.Parameter is null)
        {
            return false;
        }

        var bytes = new byte[value.Parameter.Length];
        // Digests have one length, so not even the password's shows.
        return Convert.TryFromBase64String(value.Parameter, bytes, out var count)
            && CryptographicOperations.FixedTimeEquals(SHA256.HashData(bytes.AsSpan(0, count)), _digest);
    }

    public override string ToString() => "(secret)";
}
