using MeetingCloud.Dav.Http;

namespace MeetingCloud.Dav.Handlers;

/// <summary>Does what one method asks.</summary>
internal interface IDavHandler
{
    /// <summary>The method, or several that differ little.</summary>
    IReadOnlyList<string> Methods { get; }

    /// <exception cref="DavException">It cannot be done; told as its status.</exception>
    Task HandleAsync(HttpContext context, DavPath path);
}
