using System.Globalization;
using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Store;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Dav.Handlers;

/// <summary>GET and HEAD: a file's bytes with ranges and conditions, or a page that lists a collection.</summary>
internal sealed class GetHandler(IDavStore store, WriteGuard guard) : IDavHandler
{
    public IReadOnlyList<string> Methods { get; } = [HttpMethods.Get, HttpMethods.Head];

    public async Task HandleAsync(HttpContext context, DavPath path)
    {
        guard.CheckIf(context.Request, path);
        var resource = store.Find(path) ?? throw new DavException(StatusCodes.Status404NotFound, "There is nothing at this address.");
        if (resource.IsCollection)
        {
            await ListingPage.WriteAsync(context, resource, store.List(resource));
            return;
        }

        using var content = Open(resource);
        // Of the file that is open: another one may have come in its place since it was looked up.
        resource = resource with { Length = content.Length, Modified = content.Modified };
        var request = context.Request;
        var response = context.Response;
        response.Headers.LastModified = resource.LastModified.ToString("R", CultureInfo.InvariantCulture);
        if (request.Headers.IfMatch.Count == 0
            && Preconditions.IsDate(request.Headers.IfUnmodifiedSince, out var unmodifiedSince) && resource.LastModified > unmodifiedSince)
        {
            throw new DavException(StatusCodes.Status412PreconditionFailed, "The file is newer than 'If-Unmodified-Since'.");
        }

        if (request.Headers.IfNoneMatch.Count == 0
            && Preconditions.IsDate(request.Headers.IfModifiedSince, out var modifiedSince) && resource.LastModified <= modifiedSince)
        {
            response.Headers.ETag = resource.EntityTag;
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var contentType = FilePresentation.ContentType(null, path.Name);
        await RangeResponse.WriteAsync(context, content, new RangeHeaders(
            resource.EntityTag!,
            contentType,
            // HTML and the like may hold scripts, which would run with the credential that the browser keeps for this server.
            FilePresentation.Disposition(FilePresentation.IsInline(contentType), path.Name),
            CacheControl: "private, no-cache"));
    }

    private FileContent Open(DavResource resource)
    {
        try
        {
            return store.OpenRead(resource);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DavException(StatusCodes.Status404NotFound, "There is nothing at this address any more.");
        }
    }
}
