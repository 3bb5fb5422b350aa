namespace MeetingCloud.AppHost;

/// <summary>Where a run keeps what it keeps.</summary>
/// <param name="path">Full path of the folder; it is made when it is not there.</param>
internal sealed class DataFolder(string path)
{
    public string Keys => Path.Combine(Root, "keys");

    public string DatabaseUrl => "sqlite:///" + Path.Combine(Root, "meetings.db").Replace('\\', '/');

    public string WebKeys => Path.Combine(Root, "web-keys");

    public string Uploads => Path.Combine(Root, "uploads");

    private string Root { get; } = Directory.CreateDirectory(path).FullName;

    public string StorageOf(string resource) => Path.Combine(Root, resource);
}
