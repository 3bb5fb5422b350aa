using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Store;

namespace MeetingCloud.Dav.Handlers;

/// <summary>MKCOL: a new, empty collection (RFC 4918, section 9.3).</summary>
internal sealed class MkColHandler(IDavStore store, WriteGuard guard, WriteGate gate) : IDavHandler
{
    public IReadOnlyList<string> Methods { get; } = [Handlers.Methods.MkCol];

    public async Task HandleAsync(HttpContext context, DavPath path)
    {
        // Read, not only looked for in the headers: some clients announce a body and send an empty one.
        if (await context.Request.Body.ReadAsync(new byte[1], context.RequestAborted) > 0)
        {
            throw new DavException(StatusCodes.Status415UnsupportedMediaType, "No kind of body has a meaning in MKCOL here.");
        }

        StoreChange change;
        using (await gate.EnterAsync(context.RequestAborted))
        {
            var existing = store.Find(path);
            var submitted = guard.CheckConditions(context.Request, path, existing);
            // An address with a closing slash does not name a file of that name, and yet there is one.
            if (existing is not null || store.Find(path.Parent.Child(path.Name)) is not null)
            {
                throw new DavException(StatusCodes.Status405MethodNotAllowed, "There is something at this address already.");
            }

            NewMember.RequireParent(store, path);
            guard.RequireMember(submitted, path);
            change = store.CreateCollection(path);
        }

        store.Complete(change);
        context.Response.StatusCode = StatusCodes.Status201Created;
    }
}
