using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.DataProtection;

namespace MeetingCloud.Web.Attendees;

/// <summary>
/// Access codes of attendees: typed once, then in a cookie that only this web can have made. Who has the cookie is not counted among
/// those who try.
/// </summary>
internal sealed class AccessCodes(IDataProtectionProvider protection) : IDisposable
{
    private const string Cookie = "meetingcloud.code";

    private static readonly TimeSpan s_kept = TimeSpan.FromDays(7);

    private readonly GuessLimit _guesses = new();

    public static string PathOf(string meetingId) => $"{AttendeesApi.Root}/{Uri.EscapeDataString(meetingId)}";

    /// <summary>Whether the request's cookie holds the code.</summary>
    public bool IsKept(HttpRequest request, string meetingId, string code)
    {
        if (request.Cookies[Cookie] is not { } cookie)
        {
            return false;
        }

        try
        {
            return Same(Protector(meetingId).Unprotect(cookie), code);
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    public CodeAnswer Try(HttpContext context, string meetingId, string given, string code)
    {
        var caller = context.Connection.RemoteIpAddress;
        if (_guesses.WaitOf(caller, meetingId) is { } wait)
        {
            context.Response.Headers.RetryAfter = string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(wait.TotalSeconds)}");
            return CodeAnswer.TooMany;
        }

        if (!Same(given, code))
        {
            _guesses.CountWrong(caller, meetingId);
            return CodeAnswer.Wrong;
        }

        context.Response.Cookies.Append(Cookie, Protector(meetingId).Protect(code), new CookieOptions
        {
            HttpOnly = true,
            IsEssential = true,
            MaxAge = s_kept,
            Path = PathOf(meetingId),
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
        });
        return CodeAnswer.Right;
    }

    public void Dispose() => _guesses.Dispose();

    private IDataProtector Protector(string meetingId) => protection.CreateProtector("attendee's access code", meetingId);

    private static bool Same(string given, string code) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
