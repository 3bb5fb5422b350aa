using System.Globalization;
using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Store;
using Microsoft.AspNetCore.Http.Features;

namespace MeetingCloud.Dav.Handlers;

/// <summary>PUT: a file's new content, there whole or not at all (RFC 9110, section 9.3.4; RFC 4918, section 9.7).</summary>
internal sealed class PutHandler(IDavStore store, WriteGuard guard, WriteGate gate) : IDavHandler
{
    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Put];

    public async Task HandleAsync(HttpContext context, DavPath path)
    {
        var request = context.Request;
        if (request.Headers.ContentRange.Count > 0)
        {
            // Taken for the whole, the part would destroy the rest (RFC 9110, section 14.4).
            throw new DavException(StatusCodes.Status400BadRequest, "A part of a file cannot be put: 'Content-Range' has no meaning here.");
        }

        if (request.Headers.ContentEncoding.ToString() is not ("" or "identity"))
        {
            throw new DavException(StatusCodes.Status415UnsupportedMediaType, "Files are kept as they are to be read: without 'Content-Encoding'.");
        }

        // Before the body, which may be large, and once more before it takes effect.
        var existing = Check(request, path);
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        using var content = await store.StageAsync(request.Body, request.ContentLength, existing?.Length ?? 0, context.RequestAborted);
        StoreChange change;
        DavResource stored;
        using (await gate.EnterAsync(context.RequestAborted))
        {
            Check(request, path);
            change = store.Place(content, path);
            stored = store.Find(path) ?? throw new IOException("The file was removed while it was put in place.");
        }

        store.Complete(change);
        context.Response.StatusCode = change.Replaced ? StatusCodes.Status204NoContent : StatusCodes.Status201Created;
        context.Response.Headers.ETag = stored.EntityTag;
        context.Response.Headers.LastModified = stored.LastModified.ToString("R", CultureInfo.InvariantCulture);
    }

    private DavResource? Check(HttpRequest request, DavPath path)
    {
        var existing = store.Find(path);
        var submitted = guard.CheckConditions(request, path, existing);
        NewMember.Require(store, path, existing);
        if (existing is null)
        {
            guard.RequireMember(submitted, path);
        }
        else
        {
            guard.RequireResource(submitted, path);
        }

        return existing;
    }
}
