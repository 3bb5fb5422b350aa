using MeetingCloud.Node.Peers;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Media;

/// <summary>
/// Passes parts of blobs through without keeping them: to listeners who jump far ahead of what has arrived, and of blobs that there is
/// no room for. A few at a time, since each costs its source a read.
/// </summary>
internal sealed class MediaRelay(BlobSourceClient client) : IDisposable
{
    private const int AtATime = 8;

    private readonly SemaphoreSlim _slots = new(AtATime);

    public void Dispose() => _slots.Dispose();

    /// <summary>Opens a part of a blob at the first source that gives it; null where none does, or too many are being passed through.</summary>
    public async Task<RelayedPart?> TryOpenAsync(
        BlobHash hash, long offset, long length, BlobSources sources, CancellationToken cancellationToken)
    {
        if (!_slots.Wait(0, CancellationToken.None))
        {
            return null;
        }

        var isOpen = false;
        try
        {
            foreach (var source in client.InOrder(sources, hash).Select(static source => source.OrNothing()))
            {
                try
                {
                    if (await client.OpenAsync(source, hash, offset, cancellationToken, length) is { } answer)
                    {
                        isOpen = true;
                        return new RelayedPart(answer, offset, () => _slots.Release());
                    }
                }
                catch (Exception exception) when (exception is HttpRequestException or IOException)
                {
                    // The next source, or none.
                }
            }

            return null;
        }
        finally
        {
            if (!isOpen)
            {
                _slots.Release();
            }
        }
    }
}
