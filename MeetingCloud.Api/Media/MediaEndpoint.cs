using MeetingCloud.Api.Distribution;
using MeetingCloud.Api.Origins;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Media;

/// <summary>Sends pictures and audio: from a node where one is active, else from here.</summary>
internal sealed class MediaEndpoint(NodeLinks links, IOrigin origin)
{
    public async Task SendAsync(HttpContext context, MediaContent content)
    {
        var headers = context.Response.Headers;
        var entityTag = $"\"{content.Hash}\"";
        if (RangeResponse.IsKnown(context.Request, entityTag))
        {
            // Told here: a node could say no more, one redirect later.
            headers.ETag = entityTag;
            headers.CacheControl = content.CacheControl;
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var attendee = context.Connection.RemoteIpAddress;
        if (links.Media(content.Hash.ToString(), content.Size, content.FileName, content.ContentType, attendee) is { } link)
        {
            headers.CacheControl = content.RedirectCacheControl;
            await TypedResults.Redirect(link, preserveMethod: true).ExecuteAsync(context);
            return;
        }

        var blob = await origin.OpenAsync(content.Hash, content.Size, context.RequestAborted);
        await BlobResponse.WriteAsync(
            context,
            blob,
            new RangeHeaders(
                entityTag,
                content.ContentType,
                FilePresentation.Disposition(FilePresentation.IsInline(content.ContentType), content.FileName),
                content.CacheControl));
    }
}
