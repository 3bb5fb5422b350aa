using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Properties;
using MeetingCloud.Dav.Store;
using MeetingCloud.Dav.Xml;

namespace MeetingCloud.Dav.Handlers;

/// <summary>
/// PROPFIND: properties of a resource, of its members, or of all that is in it (RFC 4918, section 9.1). The answer is sent as it is made,
/// so that any depth is allowed.
/// </summary>
internal sealed class PropFindHandler(IDavStore store, WriteGuard guard, PropFindResponse response) : IDavHandler
{
    public IReadOnlyList<string> Methods { get; } = [Handlers.Methods.PropFind];

    public async Task HandleAsync(HttpContext context, DavPath path)
    {
        var depth = DepthHeader.Read(context.Request, Depth.Zero, Depth.One, Depth.Infinity);
        var request = PropFindRequest.Parse(await XmlBody.ReadAsync(context));
        guard.CheckIf(context.Request, path);
        var resource = store.Find(path) ?? throw new DavException(StatusCodes.Status404NotFound, "There is nothing at this address.");

        await using var answer = new MultistatusWriter(context);
        foreach (var found in Walk(resource, depth))
        {
            response.Write(answer.Xml, found, request);
            await answer.FlushAsync();
            context.RequestAborted.ThrowIfCancellationRequested();
        }

        await answer.CompleteAsync();
    }

    private IEnumerable<DavResource> Walk(DavResource start, Depth depth)
    {
        yield return start;
        if (!start.IsCollection || depth == Depth.Zero)
        {
            yield break;
        }

        var open = new Stack<DavResource>([start]);
        while (open.TryPop(out var collection))
        {
            foreach (var member in Members(collection))
            {
                yield return member;
                if (member.IsCollection && depth == Depth.Infinity)
                {
                    open.Push(member);
                }
            }
        }
    }

    /// <summary>None where the collection was removed after it was found.</summary>
    private IEnumerable<DavResource> Members(DavResource collection) =>
        Directory.Exists(collection.FullPath) ? store.List(collection) : [];
}
