using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace MeetingCloud.Web.Security;

/// <summary>
/// The admin key, exchanged for a cookie. The cookie says which key it was given for, by a digest, so that a new key ends the sessions
/// of the old one.
/// </summary>
internal sealed class AdminSession(AdminKey key)
{
    public const string Scheme = CookieAuthenticationDefaults.AuthenticationScheme;
    private const string KeyClaim = "key";

    private readonly string _digest = Convert.ToHexString(key.Derive("web session")[..16]);

    /// <summary>Null where <paramref name="given"/> is not the key.</summary>
    public ClaimsPrincipal? Begin(string? given) => given is not null && key.Matches(given)
        ? new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "admin"), new Claim(KeyClaim, _digest)], Scheme))
        : null;

    public bool IsValid(ClaimsPrincipal? principal) =>
        principal?.FindFirst(KeyClaim)?.Value is { } digest
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(digest), Encoding.ASCII.GetBytes(_digest));
}
