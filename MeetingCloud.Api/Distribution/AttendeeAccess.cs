using System.Security.Cryptography;
using System.Text;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Meetings;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Distribution;

/// <summary>Who may read a meeting: attendees while it is active, with its access code where it has one; admins always.</summary>
internal sealed class AttendeeAccess(AdminKey adminKey, MeetingSnapshots snapshots) : IDisposable
{
    private readonly GuessLimit _guesses = new();

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
            { Status: MeetingStatus.Active, AccessCode: { } code } => CheckCode(context, head, code),
            { Status: MeetingStatus.Active } => head,
            { Status: MeetingStatus.Closed } => throw new ProblemException(Problem.Forbidden("The meeting is closed.")),
            // A draft is nobody's business yet, not even that it is there.
            _ => throw MeetingStore.NotFound(meetingId),
        };
    }

    public bool IsAdmin(HttpContext context) => BearerToken.Carries(context.Request, adminKey);

    public void Dispose() => _guesses.Dispose();

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

        var caller = context.Connection.RemoteIpAddress;
        if (_guesses.WaitOf(caller, head.Id) is { } wait)
        {
            throw new ProblemException(Problem.TooManyRequests("Too many wrong access codes from this address.", wait));
        }

        if (CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(code))))
        {
            return head;
        }

        _guesses.CountWrong(caller, head.Id);
        throw new ProblemException(Problem.Unauthorized("That is not the access code of this meeting."));
    }
}
