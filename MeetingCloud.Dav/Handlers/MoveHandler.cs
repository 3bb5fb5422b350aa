using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Store;

namespace MeetingCloud.Dav.Handlers;

/// <summary>MOVE: a rename, so that a file is at one of the two places at any time (RFC 4918, section 9.9).</summary>
internal sealed class MoveHandler(IDavStore store, WriteGuard guard, LockTable locks, WriteGate gate) : CopyMoveHandler(store, guard, locks)
{
    public override IReadOnlyList<string> Methods { get; } = [Handlers.Methods.Move];

    public override async Task HandleAsync(HttpContext context, DavPath path)
    {
        var request = context.Request;
        var destination = RequestAddress.Destination(request);
        StoreChange change;
        using (await gate.EnterAsync(context.RequestAborted))
        {
            var (source, _) = Check(request, path, destination, removesSource: true);
            if (source.IsCollection)
            {
                DepthHeader.Read(request, Depth.Infinity);
            }

            change = Store.Move(source, destination);
            // Locks are on addresses: they do not go along (section 7.6), and at the destination that of the address itself stays.
            Locks.RemoveTree(path);
            Locks.RemoveTree(destination, keepOwn: true);
        }

        Answer(context, change);
    }
}
