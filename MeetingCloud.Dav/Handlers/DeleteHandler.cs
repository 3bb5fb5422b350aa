using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Store;

namespace MeetingCloud.Dav.Handlers;

/// <summary>DELETE: a resource with all that is in it, in one step (RFC 4918, section 9.6).</summary>
internal sealed class DeleteHandler(IDavStore store, WriteGuard guard, LockTable locks, WriteGate gate) : IDavHandler
{
    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Delete];

    public async Task HandleAsync(HttpContext context, DavPath path)
    {
        StoreChange change;
        using (await gate.EnterAsync(context.RequestAborted))
        {
            var resource = store.Find(path);
            var submitted = guard.CheckConditions(context.Request, path, resource);
            if (resource is null)
            {
                throw new DavException(StatusCodes.Status404NotFound, "There is nothing at this address.");
            }

            if (path.IsRoot)
            {
                throw new DavException(StatusCodes.Status403Forbidden, "The root stays.");
            }

            if (resource.IsCollection)
            {
                DepthHeader.Read(context.Request, Depth.Infinity);
            }

            guard.RequireTree(submitted, path);
            change = store.Remove(resource);
            locks.RemoveTree(path);
        }

        store.Complete(change);
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }
}
