using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Store;

namespace MeetingCloud.Dav.Handlers;

/// <summary>Where something may be put.</summary>
internal static class NewMember
{
    /// <summary>A file may be at this path.</summary>
    /// <exception cref="DavException">405: a collection is, or its name. 409: see <see cref="RequireParent"/>.</exception>
    public static void Require(IDavStore store, DavPath path, DavResource? existing)
    {
        if (existing is { IsCollection: true } || path.HasTrailingSlash)
        {
            throw new DavException(StatusCodes.Status405MethodNotAllowed, "This is the address of a collection, which has no content of its own.");
        }

        RequireParent(store, path);
    }

    /// <summary>The collection that something is to be put into is there.</summary>
    /// <exception cref="DavException">409: collections are not made by the way (RFC 4918, sections 9.3.1 and 9.7.1).</exception>
    public static void RequireParent(IDavStore store, DavPath path)
    {
        if (store.Find(path.Parent) is not { IsCollection: true })
        {
            throw new DavException(StatusCodes.Status409Conflict, "The collection that it would be in does not exist.");
        }
    }
}
