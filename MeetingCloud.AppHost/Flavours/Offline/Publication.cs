namespace MeetingCloud.AppHost;

/// <summary>Publishing is Aspire's: this engine only runs.</summary>
internal static class Publication
{
    /// <summary>The Redis of the platform that is published to: none.</summary>
    public static IResourceBuilder<IResourceWithConnectionString>? AddPlatformRedis(this IDistributedApplicationBuilder builder, string name)
    {
        _ = (builder, name);
        return null;
    }

    public static void PrepareForPublishing(this IDistributedApplicationBuilder builder, Topology topology)
    {
        // Nothing differs from a run.
        _ = (builder, topology);
    }
}
