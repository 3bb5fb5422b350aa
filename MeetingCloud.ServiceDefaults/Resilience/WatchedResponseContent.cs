using System.Net;

namespace MeetingCloud.ServiceDefaults;

/// <summary>A response's body that does not wait for ever for its next byte.</summary>
internal sealed class WatchedResponseContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly string? _peer;
    private readonly TimeSpan _stallTimeout;
    private readonly TimeProvider _time;

    public WatchedResponseContent(HttpContent inner, string? peer, TimeSpan stallTimeout, TimeProvider time)
    {
        _inner = inner;
        _peer = peer;
        _stallTimeout = stallTimeout;
        _time = time;
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task<Stream> CreateContentReadStreamAsync() => CreateContentReadStreamAsync(CancellationToken.None);

    protected override async Task<Stream> CreateContentReadStreamAsync(CancellationToken cancellationToken) =>
        new WatchedReadStream(await _inner.ReadAsStreamAsync(cancellationToken), _peer, _stallTimeout, _time);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        await using var body = await CreateContentReadStreamAsync(cancellationToken);
        await body.CopyToAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
