namespace MeetingCloud.AppHost;

/// <summary>What the images of the services have in common (deploy/images/Image.props).</summary>
internal static class Container
{
    public const int Port = 8080;

    /// <summary>The user of the base images, who is not root.</summary>
    public const int User = 1654;

    /// <summary>This user's home: a volume that is mounted over a folder of the image takes that folder's owner.</summary>
    public const string Home = "/home/app";

    public static string Folder(string name) => $"{Home}/{name}";
}
