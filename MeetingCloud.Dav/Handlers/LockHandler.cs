using System.Xml.Linq;
using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Properties;
using MeetingCloud.Dav.Store;
using MeetingCloud.Dav.Xml;

namespace MeetingCloud.Dav.Handlers;

/// <summary>LOCK: a new lock, also on an address without a resource, which then gets an empty one; or a lock's time anew (RFC 4918, section 9.10).</summary>
internal sealed class LockHandler(IDavStore store, WriteGuard guard, LockTable locks, WriteGate gate) : IDavHandler
{
    /// <summary>Characters. Clients give a name or an address; it is kept in memory as long as the lock is.</summary>
    private const int MaxOwner = 1024;

    private static readonly XNamespace s_dav = DavXml.Dav;

    public IReadOnlyList<string> Methods { get; } = [Handlers.Methods.Lock];

    public async Task HandleAsync(HttpContext context, DavPath path)
    {
        var body = await XmlBody.ReadAsync(context);
        if (body is null)
        {
            await AnswerAsync(context, StatusCodes.Status200OK, Refresh(context.Request, path));
            return;
        }

        var isExclusive = ReadScope(body);
        var isInfinite = DepthHeader.Read(context.Request, Depth.Zero, Depth.Infinity) == Depth.Infinity;
        var owner = ReadOwner(body);
        StoreChange? change = null;
        DavLock held;
        using (await gate.EnterAsync(context.RequestAborted))
        {
            var existing = store.Find(path);
            var submitted = guard.CheckConditions(context.Request, path, existing);
            if (existing is null)
            {
                NewMember.Require(store, path, existing);
                guard.RequireMember(submitted, path);
            }

            if (locks.Conflicting(path, isExclusive, isInfinite) is { Count: > 0 } conflicts)
            {
                throw new DavException(
                    StatusCodes.Status423Locked,
                    "It is locked already.",
                    "no-conflicting-lock",
                    [.. conflicts.Select(static conflict => conflict.Root.Href(isCollection: false)).Distinct(StringComparer.Ordinal)]);
            }

            held = locks.Add(path, isExclusive, isInfinite, owner, LockTimeout.Read(context.Request))
                ?? throw new DavException(StatusCodes.Status507InsufficientStorage, $"There are {LockTable.MaxLocks} locks already.");
            if (existing is null)
            {
                change = await CreateAsync(path, held, context.RequestAborted);
            }
        }

        if (change is not null)
        {
            store.Complete(change);
        }

        context.Response.Headers["Lock-Token"] = $"<{held.Token}>";
        await AnswerAsync(context, change is null ? StatusCodes.Status200OK : StatusCodes.Status201Created, held);
    }

    /// <summary>Makes the empty file that the lock is on; without it there is no lock either.</summary>
    private async Task<StoreChange> CreateAsync(DavPath path, DavLock held, CancellationToken cancellationToken)
    {
        try
        {
            using var empty = await store.StageAsync(Stream.Null, length: 0, replaced: 0, cancellationToken);
            return store.Place(empty, path);
        }
        catch
        {
            locks.Remove(held.Token, path);
            throw;
        }
    }

    private DavLock Refresh(HttpRequest request, DavPath path)
    {
        var tokens = guard.CheckIf(request, path);
        if (tokens.Count == 0)
        {
            throw new DavException(StatusCodes.Status400BadRequest, "A new lock needs a 'lockinfo', and one to be refreshed its token in 'If'.");
        }

        var timeout = LockTimeout.Read(request);
        return tokens.Select(token => locks.Refresh(token, path, timeout)).FirstOrDefault(static held => held is not null)
            ?? throw new DavException(StatusCodes.Status412PreconditionFailed, "There is no such lock here.", "lock-token-matches-request-uri");
    }

    /// <returns>Whether it is to be exclusive.</returns>
    private static bool ReadScope(XElement body)
    {
        var scope = body.Element(s_dav + "lockscope");
        var isExclusive = scope?.Element(s_dav + "exclusive") is not null;
        var isShared = scope?.Element(s_dav + "shared") is not null;
        return body.Name == s_dav + "lockinfo" && isExclusive != isShared && body.Element(s_dav + "locktype")?.Element(s_dav + "write") is not null
            ? isExclusive
            : throw new DavException(StatusCodes.Status400BadRequest, "The body must be a 'lockinfo' for an exclusive or a shared lock of the type 'write'.");
    }

    private static XElement? ReadOwner(XElement body)
    {
        if (body.Element(s_dav + "owner") is not { } element)
        {
            return null;
        }

        var owner = PropertyUpdate.Detach(element);
        return owner.ToString(SaveOptions.DisableFormatting).Length <= MaxOwner
            ? owner
            : throw new DavException(StatusCodes.Status413PayloadTooLarge, $"The owner of a lock may be told in {MaxOwner} characters.");
    }

    private Task AnswerAsync(HttpContext context, int status, DavLock held) => XmlAnswer.WriteAsync(context, status, xml =>
    {
        xml.WriteDavStart("prop");
        LockProperties.WriteDiscovery(xml, locks, [held]);
        xml.WriteEndElement();
    });
}
