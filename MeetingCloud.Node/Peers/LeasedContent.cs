using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

/// <summary>An arriving blob that may be read until a lease ends; from then on reading fails.</summary>
internal sealed class LeasedContent(IBlobContent content, CancellationToken ended) : IBlobContent
{
    public long Length => content.Length;

    public async ValueTask WaitAsync(long offset, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, cancellationToken);
        try
        {
            await content.WaitAsync(offset, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Ended();
        }
    }

    public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ended, cancellationToken);
        try
        {
            return await content.ReadAsync(offset, buffer, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Ended();
        }
    }

    public void Dispose() => content.Dispose();

    private static IOException Ended() => new("The transfer goes on at another source, and is not passed on from there.");
}
