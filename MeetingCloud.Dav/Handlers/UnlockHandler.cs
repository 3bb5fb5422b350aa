using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Locks;

namespace MeetingCloud.Dav.Handlers;

/// <summary>UNLOCK: ends a lock, at any address that it covers (RFC 4918, section 9.11).</summary>
internal sealed class UnlockHandler(WriteGuard guard, LockTable locks) : IDavHandler
{
    public IReadOnlyList<string> Methods { get; } = [Handlers.Methods.Unlock];

    public Task HandleAsync(HttpContext context, DavPath path)
    {
        guard.CheckIf(context.Request, path);
        if (context.Request.Headers["Lock-Token"].ToString().Trim() is not ['<', .. { Length: > 0 } token, '>'])
        {
            throw new DavException(StatusCodes.Status400BadRequest, "The header 'Lock-Token' is missing, or is not a token in angle brackets.");
        }

        if (!locks.Remove(token, path))
        {
            throw new DavException(StatusCodes.Status409Conflict, "There is no such lock here.", "lock-token-matches-request-uri");
        }

        context.Response.StatusCode = StatusCodes.Status204NoContent;
        return Task.CompletedTask;
    }
}
