using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Store;

namespace MeetingCloud.Dav.Handlers;

/// <summary>COPY: complete beside the store first, then in its place in one step (RFC 4918, section 9.8).</summary>
internal sealed class CopyHandler(IDavStore store, WriteGuard guard, LockTable locks, WriteGate gate) : CopyMoveHandler(store, guard, locks)
{
    public override IReadOnlyList<string> Methods { get; } = [Handlers.Methods.Copy];

    public override async Task HandleAsync(HttpContext context, DavPath path)
    {
        var request = context.Request;
        var destination = RequestAddress.Destination(request);
        var depth = DepthHeader.Read(request, Depth.Zero, Depth.Infinity);
        var (source, existing) = Check(request, path, destination, removesSource: false);
        using var copy = await Store.StageCopyAsync(source, depth == Depth.Infinity, existing?.Length ?? 0, context.RequestAborted);
        StoreChange change;
        using (await gate.EnterAsync(context.RequestAborted))
        {
            Check(request, path, destination, removesSource: false);
            change = Store.Place(copy, destination);
            Locks.RemoveTree(destination, keepOwn: true);
        }

        Answer(context, change);
    }
}
