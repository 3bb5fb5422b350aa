using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.DataProtection;

namespace MeetingCloud.Web.Attendees;

/// <summary>
/// Access codes of attendees: typed once, then in a cookie that only this web can have made. Who has the cookie is not counted among
/// those who try.
/// </summary>
internal sealed class AccessCodes(IDataProtectionProvider protection) : IDisposable
{
    private const string Cookie = "meetingcloud.code";

    /// <summary>Wrong codes that one address may try on one meeting in <see cref="Window"/>, as at the control plane.</summary>
    private const int WrongCodes = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_kept = TimeSpan.FromDays(7);

    private readonly PartitionedRateLimiter<string> _wrong = PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetFixedWindowLimiter(
            key, _ => new FixedWindowRateLimiterOptions { PermitLimit = WrongCodes, Window = Window, QueueLimit = 0 }));

    public static string PathOf(string meetingId) => $"/m/{meetingId}";

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
        // The limit is looked at before the code, so that a right guess past the limit does not show.
        var caller = $"{context.Connection.RemoteIpAddress} {meetingId}";
        if (_wrong.GetStatistics(caller) is { CurrentAvailablePermits: <= 0 })
        {
            return CodeAnswer.TooMany;
        }

        if (!Same(given, code))
        {
            _wrong.AttemptAcquire(caller).Dispose();
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

    public void Dispose() => _wrong.Dispose();

    private IDataProtector Protector(string meetingId) => protection.CreateProtector("attendee's access code", meetingId);

    private static bool Same(string given, string code) => CryptographicOperations.FixedTimeEquals(
        SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
