using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Dav.Store;

/// <summary>A file or a whole collection, complete and flushed, that waits beside the store for its place in it. Unplaced it goes again.</summary>
internal sealed class StagedContent(string path, bool isCollection, QuotaReservation reservation) : IDisposable
{
    private bool _placed;

    public string FullPath { get; } = path;

    public bool IsCollection { get; } = isCollection;

    /// <summary>Bytes, those of properties included.</summary>
    public long Size { get; set; }

    /// <summary>A copied file's properties, staged as well; null where it has none, or where they stay as they are.</summary>
    public string? Properties { get; set; }

    /// <summary>A copy brings its own properties, or none; an upload leaves those of the file it replaces.</summary>
    public bool ReplacesProperties { get; init; }

    /// <summary>It is in its place: its bytes now count for good.</summary>
    public void Placed()
    {
        _placed = true;
        reservation.Keep(Size);
    }

    public void Dispose()
    {
        if (!_placed)
        {
            if (IsCollection)
            {
                if (Directory.Exists(FullPath))
                {
                    Directory.Delete(FullPath, recursive: true);
                }
            }
            else
            {
                DurableFile.TryDelete(FullPath);
            }

            if (Properties is not null)
            {
                DurableFile.TryDelete(Properties);
            }
        }

        reservation.Dispose();
    }
}
