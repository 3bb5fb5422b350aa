using System.Net.Http.Headers;

namespace MeetingCloud.Node;

/// <summary>The node key as this node sends it: to the control plane and to the peers that it names, and nowhere else.</summary>
internal sealed class NodeCredential(string key)
{
    public AuthenticationHeaderValue Header { get; } = new("Bearer", key);

    public override string ToString() => "(secret)";
}
