using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Meetings;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Distribution;

/// <summary>Who may read a meeting: attendees while it is active, with its access code where it has one; admins always.</summary>
internal sealed class AttendeeAccess(AdminKey adminKey, MeetingSnapshots snapshots) : IDisposable
{
    /// <summary>Wrong codes that one address may try on one meeting in <see cref="s_window"/>; a code of 4 digits lasts for weeks.</summary>
    private const int WrongCodes = 10;

    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<string> _wrongCodes = PartitionedRateLimiter.Create<string, string>(
        key => RateLimitPartition.GetFixedWindowLimiter(
            key, _ => new FixedWindowRateLimiterOptions { PermitLimit = WrongCodes, Window = s_window, QueueLimit = 0 }));

    /// <summary>The meeting as it is now.</summary>
    /// <exception cref="ProblemException">404, 403, 401 or 429.</exception>
    public async Task<MeetingHead> CheckAsync(HttpContext context, string meetingId)
    {
        var head = await snapshots.FindHeadAsync(meetingId, context.RequestAborted) ?? throw MeetingStore.NotFound(meetingId);
        if (IsAdmin(context))
        {
            return head;
        }

        return head switch
        {
            // A draft is nobody's business yet, not even that it is there.
            { Status: MeetingStatus.Draft } => throw MeetingStore.NotFound(meetingId),
            { Status: MeetingStatus.Closed } => throw new ProblemException(Problem.Forbidden("The meeting is closed.")),
            { AccessCode: { } code } => CheckCode(context, head, code),
            _ => head,
        };
    }

    public bool IsAdmin(HttpContext context) => BearerToken.Carries(context.Request, adminKey);

    public void Dispose() => _wrongCodes.Dispose();

    private MeetingHead CheckCode(HttpContext context, MeetingHead head, string code)
    {
        var given = context.Request.Headers[ContractHeaders.AccessCode].ToString() is { Length: > 0 } header
            ? header
            : context.Request.Query[ContractHeaders.AccessCodeQuery].ToString();
        if (given.Length == 0)
        {
            throw new ProblemException(Problem.Unauthorized(
                $"This meeting needs its access code, in the header {ContractHeaders.AccessCode} or as ?{ContractHeaders.AccessCodeQuery}=."));
        }

        // The limit is looked at before the code, so that a right guess past the limit does not show.
        var caller = string.Create(CultureInfo.InvariantCulture, $"{context.Connection.RemoteIpAddress} {head.Id}");
        if (_wrongCodes.GetStatistics(caller) is { CurrentAvailablePermits: <= 0 })
        {
            throw new ProblemException(Problem.TooManyRequests("Too many wrong access codes from this address.", s_window));
        }

        if (CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(code))))
        {
            return head;
        }

        _wrongCodes.AttemptAcquire(caller).Dispose();
        throw new ProblemException(Problem.Unauthorized("That is not the access code of this meeting."));
    }
}
