using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Store;

namespace MeetingCloud.Dav.Handlers;

/// <summary>What COPY and MOVE have in common: a destination, and leave to replace what is there (RFC 4918, sections 9.8 and 9.9).</summary>
internal abstract class CopyMoveHandler(IDavStore store, WriteGuard guard, LockTable locks) : IDavHandler
{
    public abstract IReadOnlyList<string> Methods { get; }

    protected IDavStore Store => store;

    protected LockTable Locks => locks;

    public abstract Task HandleAsync(HttpContext context, DavPath path);

    /// <summary>Everything that may stand in the way.</summary>
    /// <returns>The source, and what is at the destination.</returns>
    protected (DavResource Source, DavResource? Existing) Check(HttpRequest request, DavPath path, DavPath destination, bool removesSource)
    {
        var source = store.Find(path);
        var submitted = guard.CheckConditions(request, path, source);
        if (source is null)
        {
            throw new DavException(StatusCodes.Status404NotFound, "There is nothing at this address.");
        }

        if (destination.IsReserved || destination.IsWithin(path) || path.IsWithin(destination))
        {
            throw new DavException(StatusCodes.Status403Forbidden, "The destination is the source, inside it or around it, or the server's own.");
        }

        NewMember.RequireParent(store, destination);
        var existing = store.Find(destination);
        if (existing is not null && !MayOverwrite(request))
        {
            throw new DavException(StatusCodes.Status412PreconditionFailed, "There is something at the destination, and 'Overwrite' is F.");
        }

        if (removesSource)
        {
            guard.RequireTree(submitted, path);
        }

        guard.RequireTree(submitted, destination);
        return (source, existing);
    }

    protected void Answer(HttpContext context, StoreChange change)
    {
        store.Complete(change);
        context.Response.StatusCode = change.Replaced ? StatusCodes.Status204NoContent : StatusCodes.Status201Created;
    }

    private static bool MayOverwrite(HttpRequest request) => request.Headers["Overwrite"].ToString().ToUpperInvariant() switch
    {
        "" or "T" => true,
        "F" => false,
        _ => throw new DavException(StatusCodes.Status400BadRequest, "'Overwrite' is T or F."),
    };
}
