using System.Net;

namespace MeetingCloud.ServiceDefaults;

/// <summary>A request's body that pushes the deadline of its attempt out as long as the peer takes bytes.</summary>
internal sealed class WatchedRequestContent : HttpContent
{
    private readonly HttpContent _inner;
    private readonly CancellationTokenSource _watch;
    private readonly TransferOptions _options;

    public WatchedRequestContent(HttpContent inner, CancellationTokenSource watch, TransferOptions options)
    {
        _inner = inner;
        _watch = watch;
        _options = options;
        foreach (var (name, values) in inner.Headers.NonValidated)
        {
            Headers.TryAddWithoutValidation(name, values);
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        Push(_options.StallTimeout);
        await _inner.CopyToAsync(new WatchedWriteStream(stream, () => Push(_options.StallTimeout)), context, cancellationToken);
        Push(_options.HeadersTimeout);
    }

    private void Push(TimeSpan deadline)
    {
        try
        {
            _watch.CancelAfter(deadline);
        }
        catch (ObjectDisposedException)
        {
            // The peer has answered before it took all of the body: there is no deadline left to push.
        }
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _inner.Headers.ContentLength ?? 0;
        return _inner.Headers.ContentLength is not null;
    }

    // The caller owns the inner content: it is sent again where the request is repeated.
}
