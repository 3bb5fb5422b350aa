using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Eviction;

/// <summary>Room that is kept for blobs that are to come; disposing gives back what is kept for those that did not.</summary>
internal sealed class StorageReservation(IEnumerable<BlobHash> blobs, Action<BlobHash> giveBack) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly HashSet<BlobHash> _left = [.. blobs];

    /// <summary>A blob has come: it counts as stored from now on, and no longer as promised. One that was here before is none of these.</summary>
    public void Fulfil(BlobHash blob)
    {
        lock (_lock)
        {
            if (!_left.Remove(blob))
            {
                return;
            }
        }

        giveBack(blob);
    }

    public void Dispose()
    {
        List<BlobHash> left;
        lock (_lock)
        {
            left = [.. _left];
            _left.Clear();
        }

        left.ForEach(giveBack);
    }
}
