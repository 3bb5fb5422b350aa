using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace MeetingCloud.Web.Security;

/// <summary>
/// The admin key, exchanged for a cookie. The cookie says which key it was given for, by a digest, so that a new key ends the sessions
/// of the old one; and which session it is of, so that one that was signed out has ended wherever it is open.
/// </summary>
internal sealed class AdminSession(AdminKey key, TimeProvider time)
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>From the last page that was loaded: each renews the cookie.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromHours(12);

    private const string KeyClaim = "key";
    private const string IdClaim = "session";
    private const string EndClaim = "end";

    private readonly string _digest = Convert.ToHexString(key.Derive("web session")[..16]);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _signedOut = new(StringComparer.Ordinal);

    /// <summary>Null where <paramref name="given"/> is not the key.</summary>
    public ClaimsPrincipal? Begin(string? given) => given is not null && key.Matches(given)
        ? new ClaimsPrincipal(new ClaimsIdentity(
            [
                // Antiforgery tokens are bound to this one, and so outlive the session that their page began in.
                new Claim(ClaimTypes.NameIdentifier, "admin"),
                new Claim(ClaimTypes.Name, "admin"),
                new Claim(KeyClaim, _digest),
                new Claim(IdClaim, Convert.ToHexString(RandomNumberGenerator.GetBytes(16))),
            ],
            Scheme))
        : null;

    public bool IsValid(ClaimsPrincipal? principal) =>
        principal?.FindFirst(KeyClaim)?.Value is { } digest
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(digest), Encoding.ASCII.GetBytes(_digest))
        && principal.FindFirst(IdClaim)?.Value is { } id
        && !_signedOut.ContainsKey(id)
        && (principal.FindFirst(EndClaim)?.Value is not { } end
            || time.GetUtcNow().ToUnixTimeSeconds() < long.Parse(end, NumberStyles.None, CultureInfo.InvariantCulture));

    /// <summary>
    /// Tells a circuit, which lasts and never sees the cookie again, when its cookie ends. The claim is of this request's principal alone.
    /// </summary>
    public static void NoteEnd(ClaimsPrincipal principal, DateTimeOffset end) => ((ClaimsIdentity)principal.Identity!).AddClaim(
        new Claim(EndClaim, end.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)));

    /// <summary>Ends it, in all windows and for all copies of its cookie that come to this process.</summary>
    public void End(ClaimsPrincipal principal)
    {
        var now = time.GetUtcNow();
        foreach (var other in _signedOut)
        {
            if (other.Value < now)
            {
                // No cookie of it can be good any more.
                _signedOut.TryRemove(other);
            }
        }

        if (principal.FindFirst(IdClaim)?.Value is { } id)
        {
            _signedOut[id] = now + Length;
        }
    }
}
