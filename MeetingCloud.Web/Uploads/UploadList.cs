namespace MeetingCloud.Web.Uploads;

/// <summary>The uploads of a page, in the order in which they were chosen.</summary>
public sealed class UploadList
{
    private readonly List<UploadItem> _items = [];
    private readonly Dictionary<int, UploadItem> _byId = [];

    public IReadOnlyList<UploadItem> Items => _items;

    /// <summary>Bytes of all.</summary>
    public long Size => _items.Sum(item => item.Size);

    /// <summary>Bytes of all that are gone; those of a stored file are, all of them.</summary>
    public long Sent => _items.Sum(item => item.State == UploadState.Stored ? item.Size : item.Sent);

    /// <summary>Bytes per second.</summary>
    public double Speed => _items.Sum(item => item.State == UploadState.Uploading ? item.Speed : 0);

    /// <summary>0 to 1.</summary>
    public double Progress => Size > 0 ? Math.Clamp((double)Sent / Size, 0, 1) : _items.Count > 0 ? (double)Count(UploadState.Stored) / _items.Count : 0;

    public int Count(UploadState state) => _items.Count(item => item.State == state);

    /// <summary>Notes what the browser tells.</summary>
    /// <returns>What has been stored since.</returns>
    public IReadOnlyList<UploadItem> Apply(IEnumerable<UploadChange> changes)
    {
        var stored = new List<UploadItem>();
        foreach (var change in changes)
        {
            if (!_byId.TryGetValue(change.Id, out var item))
            {
                if (change.Path is null)
                {
                    // The last word of one that was cancelled.
                    continue;
                }

                item = new UploadItem(change.Id, change.Path);
                _byId.Add(item.Id, item);
                _items.Add(item);
            }

            var wasStored = item.State == UploadState.Stored;
            item.Apply(change);
            if (item.State == UploadState.Stored && !wasStored)
            {
                stored.Add(item);
            }
        }

        return stored;
    }

    public void Remove(UploadItem item)
    {
        if (_byId.Remove(item.Id))
        {
            _items.Remove(item);
        }
    }
}
