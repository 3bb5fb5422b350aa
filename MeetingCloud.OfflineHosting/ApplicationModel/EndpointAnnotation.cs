using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>An endpoint of a resource, as wanted and, once the application starts, as it is.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    public EndpointAnnotation(ProtocolType protocol, string? uriScheme = null, string? name = null, int? port = null, int? targetPort = null)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? (protocol == ProtocolType.Udp ? "udp" : "tcp");
        Name = name ?? UriScheme;
        Port = port;
        TargetPort = targetPort;
    }

    public ProtocolType Protocol { get; set; }

    public string UriScheme { get; set; }

    public string Name { get; set; }

    /// <summary>The port that clients use; null: any.</summary>
    public int? Port { get; set; }

    /// <summary>The port that the resource listens on, where something stands between it and its clients (a container's published port).</summary>
    public int? TargetPort { get; set; }

    /// <summary>The variable that tells the resource its port.</summary>
    internal string? PortVariable { get; set; }

    /// <summary>The port it was given. Nothing stands between an endpoint and its clients on this engine, but for containers.</summary>
    internal int? AllocatedPort { get; set; }
}
