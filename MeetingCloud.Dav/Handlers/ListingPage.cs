using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using MeetingCloud.Dav.Store;

namespace MeetingCloud.Dav.Handlers;

/// <summary>A collection for people with a browser: names, sizes and times, and nothing that could run.</summary>
internal static class ListingPage
{
    private const int FlushAt = 16 << 10;

    public static async Task WriteAsync(HttpContext context, DavResource collection, IEnumerable<DavResource> members)
    {
        var response = context.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "private, no-cache";
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        var title = HtmlEncoder.Default.Encode(collection.Path.Key);
        var page = new StringBuilder()
            .Append("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\"><title>").Append(title)
            .Append("</title><style>body{font-family:sans-serif;margin:2em}td{padding:.2em 1.5em .2em 0}td+td{color:#666}</style></head><body><h1>")
            .Append(title).Append("</h1><table>\n");
        if (!collection.Path.IsRoot)
        {
            page.Append("<tr><td><a href=\"").Append(collection.Path.Parent.Href(isCollection: true)).Append("\">..</a></td></tr>\n");
        }

        foreach (var member in members)
        {
            page.Append("<tr><td><a href=\"").Append(HtmlEncoder.Default.Encode(member.Href)).Append("\">")
                .Append(HtmlEncoder.Default.Encode(member.Path.Name)).Append(member.IsCollection ? "/" : "").Append("</a></td><td>")
                .Append(member.IsCollection ? "" : member.Length.ToString("N0", CultureInfo.InvariantCulture)).Append("</td><td>")
                .Append(member.LastModified.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)).Append("</td></tr>\n");
            if (page.Length > FlushAt)
            {
                await response.WriteAsync(page.ToString(), context.RequestAborted);
                page.Clear();
            }
        }

        await response.WriteAsync(page.Append("</table></body></html>\n").ToString(), context.RequestAborted);
    }
}
