using System.Net;

namespace MeetingCloud.Storage.WebDav;

/// <summary>Which bytes of a file an answer brings.</summary>
internal readonly record struct ContentSpan(long Offset, long Length, long? Total)
{
    /// <summary>Holds a GET's answer against what was asked for.</summary>
    /// <param name="length">Bytes asked for; null for all up to the end.</param>
    /// <exception cref="WebDavException">Malformed, or truncated: the file is shorter than was asked for.</exception>
    public static ContentSpan Check(HttpResponseMessage response, WebDavCall call, long offset, long? length)
    {
        if (Headers.IsEncoded(response))
        {
            throw call.Fail(WebDavFailure.Malformed, $"encoded as {response.Content.Headers.ContentEncoding} although none was asked for", response);
        }

        var span = response.StatusCode switch
        {
            HttpStatusCode.OK => Whole(response, call),
            HttpStatusCode.PartialContent => Part(response, call),
            _ => throw call.Fail(WebDavFailure.Malformed, $"{WebDavCall.Describe(response)} is no answer to it", response),
        };

        if (response.StatusCode == HttpStatusCode.PartialContent && (span.Offset != offset || span.Length > (length ?? long.MaxValue)))
        {
            throw call.Fail(WebDavFailure.Malformed, $"another range came ({response.Content.Headers.ContentRange}) than was asked for", response);
        }

        var end = span.Offset + span.Length;
        if (end < offset + (length ?? 0) || (length is null && end < span.Total))
        {
            throw call.Fail(WebDavFailure.Truncated, $"the answer ends at byte {end}, before the end of what was asked for", response);
        }

        return span;
    }

    private static ContentSpan Whole(HttpResponseMessage response, WebDavCall call) =>
        response.Content.Headers.ContentLength is { } length
            ? new ContentSpan(0, length, length)
            : throw call.Fail(WebDavFailure.Malformed, "the answer does not say how long it is", response);

    private static ContentSpan Part(HttpResponseMessage response, WebDavCall call)
    {
        // Several ranges at once come as multipart, without this header; one was asked for.
        if (response.Content.Headers.ContentRange is not { Unit: "bytes", From: { } from, To: { } to } range)
        {
            throw call.Fail(WebDavFailure.Malformed, "206 without the range that it brings", response);
        }

        var length = to - from + 1;
        return (response.Content.Headers.ContentLength ?? length) == length
            ? new ContentSpan(from, length, range.Length)
            : throw call.Fail(WebDavFailure.Malformed, $"{response.Content.Headers.ContentLength} bytes cannot be the range {range}", response);
    }
}
