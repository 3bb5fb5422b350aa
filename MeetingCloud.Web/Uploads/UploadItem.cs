namespace MeetingCloud.Web.Uploads;

/// <summary>An upload of the page, as far as the browser has told.</summary>
public sealed class UploadItem
{
    public UploadItem(int id, string path)
    {
        Id = id;
        Path = path;
        var slash = path.LastIndexOf('/');
        Name = path[(slash + 1)..];
        Folder = slash < 0 ? "" : path[..slash];
    }

    public int Id { get; }

    public string Path { get; }

    public string Name { get; }

    /// <summary>Empty for a file in none.</summary>
    public string Folder { get; }

    public long Size { get; private set; }

    public long Sent { get; private set; }

    /// <summary>Bytes per second.</summary>
    public double Speed { get; private set; }

    public UploadState State { get; private set; }

    public int Status { get; private set; }

    public string Detail { get; private set; } = "";

    /// <summary>0 to 1. A file without bytes is there when it is stored.</summary>
    public double Progress => State == UploadState.Stored ? 1 : Size == 0 ? 0 : Math.Clamp((double)Sent / Size, 0, 1);

    public bool CanPause => State is UploadState.Waiting or UploadState.Uploading or UploadState.Retrying or UploadState.Storing;

    public bool CanResume => State == UploadState.Paused;

    public bool CanRetry => State == UploadState.Failed && Status != UploadFailure.Unreadable;

    internal void Apply(UploadChange change)
    {
        Size = change.Size ?? Size;
        Sent = change.Sent ?? Sent;
        Speed = change.Speed ?? Speed;
        State = change.State ?? State;
        Status = change.Status ?? Status;
        Detail = change.Detail ?? Detail;
    }
}
