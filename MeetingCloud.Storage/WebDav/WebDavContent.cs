namespace MeetingCloud.Storage.WebDav;

/// <summary>A file's bytes on their way. Dispose it, read to the end or not: until then it holds a connection.</summary>
public sealed class WebDavContent : IAsyncDisposable
{
    private readonly HttpResponseMessage _response;

    internal WebDavContent(HttpResponseMessage response, WebDavCall call, ContentSpan span, Stream body)
    {
        _response = response;
        Offset = span.Offset;
        Length = span.Length;
        TotalLength = span.Total;
        ETag = Headers.ETag(response);
        Body = new ResponseBody(body, call, span.Length);
    }

    /// <summary>
    /// Exactly <see cref="Length"/> bytes. A read fails with a <see cref="WebDavException"/>: <see cref="WebDavFailure.Truncated"/> where
    /// fewer come, whatever the reason, <see cref="WebDavFailure.TimedOut"/> where the client's handler gave up waiting for the next one.
    /// </summary>
    public Stream Body { get; }

    /// <summary>Where in the file the body begins. 0 although more was asked for: the server knows no ranges, skip what you have.</summary>
    public long Offset { get; }

    /// <summary>Bytes in the body.</summary>
    public long Length { get; }

    /// <summary>Bytes of the whole file; null where the server does not say.</summary>
    public long? TotalLength { get; }

    /// <summary>As the server writes it; null where it gives none.</summary>
    public string? ETag { get; }

    public async ValueTask DisposeAsync()
    {
        await Body.DisposeAsync();
        _response.Dispose();
    }
}
