using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Meetings;

/// <summary>
/// What a change of a file requires by <c>If-Match</c> (RFC 9110, section 13.1.1): a version of the meeting, or, as the file's own
/// entity tag has it, certain bytes; <c>*</c> that there is a file at all.
/// </summary>
internal sealed record FileCondition
{
    private const int Sha256Digits = 64;

    private long? _version;
    private string? _sha256;
    private bool _exists;

    public static FileCondition None { get; } = new();

    /// <exception cref="ProblemException">412 for a tag that can name neither.</exception>
    public static FileCondition Read(HttpRequest request)
    {
        var header = request.Headers.IfMatch.ToString();
        return header switch
        {
            "" => None,
            "*" => new FileCondition { _exists = true },
            ['"', .. var text, '"'] when text.Length == Sha256Digits => new FileCondition { _sha256 = text },
            _ => new FileCondition { _version = IfMatch.Read(request) },
        };
    }

    /// <exception cref="ProblemException">412.</exception>
    public void Check(long version, FileRow? file)
    {
        if (_version is { } expected && expected != version)
        {
            throw new ProblemException(Problem.PreconditionFailed(
                $"The meeting is at version {version}, and If-Match names version {expected}."));
        }

        if (_sha256 is not null && _sha256 != file?.Sha256 || _exists && file is null)
        {
            throw new ProblemException(Problem.PreconditionFailed(
                file is null ? "There is no such file, and If-Match names one." : "The file has other bytes than those that If-Match names."));
        }
    }
}
