namespace MeetingCloud.Node;

internal static class HttpAddress
{
    /// <summary>A path of the contract below an address that may have a path of its own, as behind a proxy.</summary>
    public static Uri Below(Uri root, string path) => new(root.AbsoluteUri.TrimEnd('/') + path);
}
