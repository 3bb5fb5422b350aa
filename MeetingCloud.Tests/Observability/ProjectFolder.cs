using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Observability;

/// <summary>Files of the project that are not built: configuration and documents.</summary>
internal static class ProjectFolder
{
    public static string Root => Repository.Root;

    public static string Observability => Repository.PathOf("deploy", "observability");

    public static string Runbooks => Repository.PathOf("docs", "runbooks");
}
