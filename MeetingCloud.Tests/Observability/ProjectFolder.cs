namespace MeetingCloud.Tests.Observability;

/// <summary>Files of the project that are not built: configuration and documents.</summary>
internal static class ProjectFolder
{
    public static string Root { get; } = Find();

    public static string Observability => Path.Combine(Root, "deploy", "observability");

    public static string Runbooks => Path.Combine(Root, "docs", "runbooks");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MeetingCloud.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds MeetingCloud.sln.");
    }
}
