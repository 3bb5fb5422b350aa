using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Dav.Store;

/// <summary>
/// What is left to do once a change is visible, and need not be done while others wait: making it last, and removing what it took away.
/// </summary>
internal sealed class StoreChange
{
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly List<string> _discarded = [];

    public IReadOnlyList<string> Discarded => _discarded;

    /// <summary>Something was there before.</summary>
    public bool Replaced { get; set; }

    /// <summary>The entries of this folder have changed.</summary>
    public void Touched(string directory) => _directories.Add(directory);

    /// <summary>This is out of the clients' sight, and to be removed.</summary>
    public void Discard(string path) => _discarded.Add(path);

    /// <summary>Writes the changed folders to the disk. An answer that says "done" comes after it.</summary>
    public void Flush()
    {
        foreach (var directory in _directories)
        {
            // One that another request has removed meanwhile has nothing to keep.
            if (Directory.Exists(directory))
            {
                DurableFile.FlushDirectory(directory);
            }
        }
    }
}
