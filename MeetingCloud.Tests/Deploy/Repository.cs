using System.Xml.Linq;

namespace MeetingCloud.Tests.Deploy;

/// <summary>The project's own files.</summary>
internal static class Repository
{
    private static readonly string s_root = Find();

    /// <summary>The version of what is built: <c>Directory.Build.props</c>.</summary>
    public static string Version { get; } = XDocument.Load(PathOf("Directory.Build.props")).Descendants("Version").Single().Value;

    public static string PathOf(params string[] parts) => Path.Combine([s_root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "MeetingCloud.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests do not run below the project's folder.");
    }
}
