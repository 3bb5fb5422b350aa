using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using static System.FormattableString;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Answers GET and HEAD for bytes that any range can be had of: conditional requests (RFC 9110, section 13), one or several ranges
/// (section 14), <c>If-Range</c> included, so that a download that broke goes on, here or at another server with the same bytes.
/// </summary>
public static class RangeResponse
{
    /// <summary>Sends what the request asks of <paramref name="source"/>.</summary>
    /// <remarks>A source that fails once the body has begun cuts the connection, so that no client takes the part for the whole.</remarks>
    public static Task WriteAsync(HttpContext context, IRangeSource source, RangeHeaders headers)
    {
        var request = context.Request;
        var response = context.Response;
        response.Headers.ETag = headers.EntityTag;
        response.Headers.AcceptRanges = "bytes";
        response.Headers.XContentTypeOptions = "nosniff";
        if (headers.CacheControl is { } cacheControl)
        {
            response.Headers.CacheControl = cacheControl;
        }

        if (request.Headers.IfMatch is { Count: > 0 } ifMatch && !Matches(ifMatch, headers.EntityTag, strong: true))
        {
            return RefuseAsync(context, Problem.PreconditionFailed("The file is not the one that If-Match names."));
        }

        if (IsKnown(request, headers.EntityTag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        var ranges = Ranges(request, source.Length, headers.EntityTag);
        if (ranges is { Count: 0 })
        {
            response.Headers.ContentRange = Invariant($"bytes */{source.Length}");
            return RefuseAsync(context, Problem.Create(
                StatusCodes.Status416RangeNotSatisfiable,
                Invariant($"No part of '{request.Headers.Range}' lies in the {source.Length} bytes of this file.")));
        }

        if (headers.ContentDisposition is { } disposition)
        {
            response.Headers.ContentDisposition = disposition;
        }

        return ranges switch
        {
            null => WriteWholeAsync(context, source, headers),
            [var range] => WriteOneAsync(context, source, headers, range),
            _ => WriteSeveralAsync(context, source, headers, ranges),
        };
    }

    /// <summary>Whether the client has these bytes already, by its <c>If-None-Match</c>: the answer is 304.</summary>
    public static bool IsKnown(HttpRequest request, string entityTag) =>
        request.Headers.IfNoneMatch is { Count: > 0 } ifNoneMatch && Matches(ifNoneMatch, entityTag, strong: false);

    // The file may be kept for a year; that it was refused may not.
    private static Task RefuseAsync(HttpContext context, IResult problem)
    {
        context.Response.Headers.CacheControl = "no-store";
        return problem.ExecuteAsync(context);
    }

    private static Task WriteWholeAsync(HttpContext context, IRangeSource source, RangeHeaders headers)
    {
        context.Response.ContentType = headers.ContentType;
        context.Response.ContentLength = source.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : CopyAsync(context, source, new ByteRange(0, source.Length));
    }

    private static Task WriteOneAsync(HttpContext context, IRangeSource source, RangeHeaders headers, ByteRange range)
    {
        var response = context.Response;
        response.StatusCode = StatusCodes.Status206PartialContent;
        response.ContentType = headers.ContentType;
        response.ContentLength = range.Length;
        response.Headers.ContentRange = Invariant($"bytes {range.Offset}-{range.Last}/{source.Length}");
        return CopyAsync(context, source, range);
    }

    private static async Task CopyAsync(HttpContext context, IRangeSource source, ByteRange range)
    {
        await source.PrepareAsync(range.Offset, range.Length, context.RequestAborted);
        // What is written before the start goes through a buffer of Kestrel's and is copied once more, in blocks of 4 KiB that stay
        // with the server. The headers wait for the first flush in any case.
        await context.Response.StartAsync(context.RequestAborted);
        await source.CopyToAsync(context.Response.BodyWriter, range.Offset, range.Length, context.RequestAborted);
    }

    // multipart/byteranges: RFC 9110, section 14.6.
    private static async Task WriteSeveralAsync(HttpContext context, IRangeSource source, RangeHeaders headers, IReadOnlyList<ByteRange> ranges)
    {
        // A boundary that the bytes hold by chance would need 128 bits of luck.
        var boundary = Guid.NewGuid().ToString("N");
        var heads = new byte[ranges.Count][];
        var tail = Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n");
        long length = tail.Length;
        for (var i = 0; i < ranges.Count; i++)
        {
            heads[i] = Encoding.ASCII.GetBytes(Invariant(
                $"\r\n--{boundary}\r\nContent-Type: {headers.ContentType}\r\nContent-Range: bytes {ranges[i].Offset}-{ranges[i].Last}/{source.Length}\r\n\r\n"));
            length += heads[i].Length + ranges[i].Length;
        }

        var response = context.Response;
        response.StatusCode = StatusCodes.Status206PartialContent;
        response.ContentType = $"multipart/byteranges; boundary={boundary}";
        response.ContentLength = length;
        await source.PrepareAsync(ranges[0].Offset, ranges[0].Length, context.RequestAborted);
        for (var i = 0; i < ranges.Count; i++)
        {
            await response.BodyWriter.WriteAsync(heads[i], context.RequestAborted);
            await source.CopyToAsync(response.BodyWriter, ranges[i].Offset, ranges[i].Length, context.RequestAborted);
        }

        await response.BodyWriter.WriteAsync(tail, context.RequestAborted);
    }

    private static IReadOnlyList<ByteRange>? Ranges(HttpRequest request, long total, string entityTag)
    {
        // Range has a meaning for GET alone (RFC 9110, section 14.2).
        if (request.Headers.Range is not { Count: 1 } range || !HttpMethods.IsGet(request.Method))
        {
            return null;
        }

        // A date never matches: these bytes carry no Last-Modified, and two servers need not agree on one.
        if (request.Headers.IfRange is { Count: > 0 } ifRange && !string.Equals(ifRange.ToString(), entityTag, StringComparison.Ordinal))
        {
            return null;
        }

        return RangeSet.Parse(range[0]!, total);
    }

    private static bool Matches(StringValues header, string entityTag, bool strong)
    {
        if (header.Count == 1 && (header[0] == entityTag || header[0] == "*"))
        {
            return true;
        }

        return EntityTagHeaderValue.TryParseList(header, out var tags)
            && EntityTagHeaderValue.TryParse(entityTag, out var own)
            && tags.Any(tag => tag.Compare(own, strong));
    }
}
