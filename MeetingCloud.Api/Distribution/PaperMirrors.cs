using MeetingCloud.Api.Data;
using MeetingCloud.Api.Nodes;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Distribution;

/// <summary>
/// Signed links to a meeting's papers on the nodes that are ready now, so that a page that was loaded needs the control plane no more.
/// </summary>
/// <param name="groups">The attendee's nearest nodes first, then those farther off; within each, least loaded first.</param>
internal sealed class PaperMirrors(IReadOnlyList<IReadOnlyList<NodeEntry>> groups, SignedLinks links, TimeSpan lifetime)
{
    public const int Most = 3;

    private int _next;

    /// <summary>The next paper's links. Papers take turns at which node of a group is first, for a whole crowd reads the same page.</summary>
    public IReadOnlyList<string> Of(FileRow file)
    {
        if (groups.Count == 0)
        {
            return [];
        }

        var link = BlobLink.Create(links, file.Sha256, BlobLink.NameOf(file.Path), file.ContentType, lifetime);
        var turn = _next++;
        return
        [
            .. groups
                .SelectMany(group => Enumerable.Range(turn, Math.Min(Most, group.Count)).Select(i => group[i % group.Count]))
                .Take(Most)
                .Select(node => node.Record.Url + link),
        ];
    }
}
