namespace MeetingCloud.Dav.Http;

/// <summary>Ends a request with a status and, where RFC 4918, section 16, names one, a precondition code.</summary>
internal sealed class DavException(int status, string detail, string? condition = null, IReadOnlyList<string>? hrefs = null) : Exception(detail)
{
    public int Status { get; } = status;

    /// <summary>An element of <c>DAV:</c>, such as <c>lock-token-submitted</c>; null: the error is told as problem details.</summary>
    public string? Condition { get; } = condition;

    /// <summary>The resources that stood in the way, where the condition names them.</summary>
    public IReadOnlyList<string> Hrefs { get; } = hrefs ?? [];
}
