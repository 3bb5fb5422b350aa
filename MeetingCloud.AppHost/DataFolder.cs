namespace MeetingCloud.AppHost;

/// <summary>Where a run keeps what it keeps.</summary>
/// <param name="path">Full path of the folder.</param>
/// <param name="make">Whether to make it when it is not there.</param>
internal sealed class DataFolder(string path, bool make = true)
{
    public string Keys => Path.Combine(Root, "keys");

    public string DatabaseUrl => "sqlite:///" + Path.Combine(Root, "meetings.db").Replace('\\', '/');

    public string WebKeys => Path.Combine(Root, "web-keys");

    public string Uploads => Path.Combine(Root, "uploads");

    private string Root { get; } = make ? Directory.CreateDirectory(path).FullName : path;

    public string StorageOf(string resource) => Path.Combine(Root, resource);
}
