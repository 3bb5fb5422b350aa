namespace MeetingCloud.Contracts;

/// <summary>Names of the resources in the AppHost's model: service discovery and connection strings use them.</summary>
public static class ResourceNames
{
    public const string Api = "api";
    public const string Redis = "redis";
    public const string Web = "web";

    /// <summary>Nodes are <c>node-1</c>, <c>node-2</c>, …</summary>
    public const string NodePrefix = "node-";
}
