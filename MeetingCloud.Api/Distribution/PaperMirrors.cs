using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Distribution;

/// <summary>
/// Signed links to a meeting's papers on the nodes that are ready now, so that a page that was loaded needs the control plane no more.
/// </summary>
/// <param name="nodes">Least loaded first.</param>
internal sealed class PaperMirrors(IReadOnlyList<NodeEntry> nodes, SignedLinks links, TimeSpan lifetime)
{
    public const int Most = 3;

    private int _next;

    /// <summary>The next paper's links. Papers take turns at which node is their first, for a whole crowd reads the same page.</summary>
    public IReadOnlyList<string> Of(string sha256, string filePath)
    {
        if (nodes.Count == 0)
        {
            return [];
        }

        var path = Routes.Blob(sha256);
        var name = filePath[(filePath.LastIndexOf('/') + 1)..];
        var query = $"{path}?{ContractHeaders.NameQuery}={Uri.EscapeDataString(name)}&{links.Sign(path, lifetime)}";
        var mirrors = new string[Math.Min(Most, nodes.Count)];
        for (var i = 0; i < mirrors.Length; i++)
        {
            mirrors[i] = nodes[(_next + i) % nodes.Count].Record.Url + query;
        }

        _next = (_next + 1) % nodes.Count;
        return mirrors;
    }
}
