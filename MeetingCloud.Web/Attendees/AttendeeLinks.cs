using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Web.Attendees;

/// <summary>
/// The links of one showing of a page: on up to <see cref="Nodes"/> nodes, those of the attendee's site first, else drawn by lot, the
/// control plane last. Everybody is shown the same copy of the meeting for a while; the lot is what spreads a crowd.
/// </summary>
public sealed class AttendeeLinks
{
    public const int Nodes = 3;

    /// <summary>A link that is about to expire is none.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromSeconds(5);

    private readonly MeetingData _meeting;
    private readonly PublicApi _api;
    private readonly string _code;
    private readonly List<string> _packages = [];
    private readonly List<string> _nodes = [];
    private readonly int _near;
    private int _next;

    /// <param name="attendee">Where the page is shown, as far as that is known.</param>
    internal AttendeeLinks(MeetingData meeting, PublicApi api, DateTimeOffset now, IPAddress? attendee = null)
    {
        _meeting = meeting;
        _api = api;
        _code = meeting.AccessCode is { } code ? $"?{ContractHeaders.AccessCodeQuery}={Uri.EscapeDataString(code)}" : "";

        // Where there is a node, the control plane is the last of the mirrors.
        var path = Routes.Package(meeting.Id);
        string[] links = meeting.Mirrors.Count > 0 ? [meeting.DownloadUrl, .. meeting.Mirrors.SkipLast(1)] : [];
        RandomNumberGenerator.Shuffle<string>(links);
        var distances = new List<int>();
        foreach (var (link, distance) in links.Select(link => (link, Distance(link, attendee))).OrderBy(static pair => pair.Item2))
        {
            if (_nodes.Count < Nodes && ExpiryOf(link) is { } until && until > now + s_margin && link.IndexOf(path, StringComparison.Ordinal) is > 0 and var end)
            {
                _packages.Add(link);
                _nodes.Add(link[..end]);
                distances.Add(distance);
                Expires = until;
            }
        }

        _near = distances.Count(distance => distance == distances[0]);
    }

    /// <summary>When the links on nodes end; null where there are none.</summary>
    public DateTimeOffset? Expires { get; }

    /// <summary>The nodes' schemes, hosts and ports.</summary>
    public IEnumerable<string> Origins => _nodes.Select(node => new Uri(node).GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal);

    public IReadOnlyList<string> Package => [.. _packages, _api.Url(Routes.Package(_meeting.Id)) + _code];

    /// <summary>The next paper's links; papers take turns at which of the nearest nodes is their first.</summary>
    public IReadOnlyList<string> Paper(MeetingDataFile file)
    {
        var own = _api.Url(Routes.MeetingFile(_meeting.Id, file.Path)) + _code;
        var path = Routes.Blob(file.Sha256);

        // What a link says is signed for its path alone, and every node that is ready has all papers.
        if (_nodes.Count == 0 || file.Mirrors is not [var mirror, ..] || mirror.IndexOf(path, StringComparison.Ordinal) is not (> 0 and var start))
        {
            return [own];
        }

        var first = _next++;
        return
        [
            .. Enumerable.Range(0, _near).Select(i => _nodes[(first + i) % _near]).Concat(_nodes.Skip(_near)).Select(node => node + mirror[start..]),
            own,
        ];
    }

    // As the control plane would choose, were it asked from where the attendee is.
    private int Distance(string link, IPAddress? attendee)
    {
        const int ofNoSite = 0;
        const int ofAnotherSite = 1;
        return _meeting.Sites?.FirstOrDefault(site => link.StartsWith(site.Url + "/", StringComparison.Ordinal)) is not { } site ? ofNoSite
            : attendee is not null && NetworkSet.Parse(site.Networks, out _).LongestPrefix(attendee) is { } prefix ? -1 - prefix
            : ofAnotherSite;
    }

    private static DateTimeOffset? ExpiryOf(string link)
    {
        const string name = ContractHeaders.ExpiresQuery + "=";
        var start = link.IndexOf(name, StringComparison.Ordinal) + name.Length;
        var digits = start < name.Length ? "" : new string([.. link.Skip(start).TakeWhile(char.IsAsciiDigit)]);
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds < DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;
    }
}
