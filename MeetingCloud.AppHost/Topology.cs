namespace MeetingCloud.AppHost;

/// <summary>The services, once they are described.</summary>
internal sealed record Topology(
    IResourceBuilder<ProjectResource> Api,
    IReadOnlyList<IResourceBuilder<ProjectResource>> Nodes,
    IReadOnlyList<IResourceBuilder<ProjectResource>> WebDavServers,
    IResourceBuilder<ProjectResource> Web);
