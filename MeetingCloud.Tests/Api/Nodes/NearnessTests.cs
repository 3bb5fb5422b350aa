using System.Net;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Api.Nodes.Selection;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Api.Nodes;

public sealed class NearnessTests
{
    private static readonly IPAddress s_atSite3 = IPAddress.Parse("10.3.7.9");
    private static readonly IPAddress s_stranger = IPAddress.Parse("203.0.113.5");

    private readonly ManualTimeProvider _time = new();
    private readonly NodeEntry _campus;
    private readonly NodeEntry _building;
    private readonly NodeEntry _otherSite;
    private readonly NodeEntry _head;

    public NearnessTests()
    {
        _campus = Node("campus", "10.3.0.0/16");
        _building = Node("building", "10.3.7.0/24");
        _otherSite = Node("other-site", "10.4.0.0/16", "fd00:4::/48");
        _head = Node("head");
    }

    [Fact]
    public void Attendee_GoesToTheNodeWithTheLongestPrefix_AndToTheNextWithoutIt()
    {
        Assert.Equal(["building"], Nearest(s_atSite3, _head, _campus, _otherSite, _building));
        Assert.Equal(["campus"], Nearest(s_atSite3, _head, _campus, _otherSite));
        Assert.Equal(["other-site"], Nearest(IPAddress.Parse("fd00:4::1"), _head, _campus, _otherSite));
    }

    [Fact]
    public void Attendee_WhoseSiteHasNoReadyNode_GoesWhereNobodysLineIs_ElseAnywhere()
    {
        Assert.Equal(["head"], Nearest(s_atSite3, _head, _otherSite));
        Assert.Equal(["other-site"], Nearest(s_atSite3, _otherSite));
    }

    [Fact]
    public void Stranger_IsKeptOffTheSites_AsLongAsOthersCan()
    {
        foreach (var stranger in new[] { s_stranger, null })
        {
            Assert.Equal(["head"], Nearest(stranger, _campus, _head, _otherSite));
            Assert.Equal(["campus", "other-site"], Nearest(stranger, _campus, _otherSite));
        }
    }

    [Fact]
    public void Attendee_StaysInHisSite_HoweverBusyItIs()
    {
        for (var i = 0; i < 1000; i++)
        {
            _campus.Assigned.Add();
        }

        Assert.Equal(["campus"], Nearest(s_atSite3, _head, _campus, _otherSite));
    }

    [Fact]
    public void Groups_AreNearBeforeFar_AndWithinThemTheIdleFirst()
    {
        var second = Node("campus-2", "10.3.0.0/16");
        _campus.Assigned.Add();
        var groups = Nearness.Groups([_otherSite, _head, _campus, second, _building], s_atSite3);
        Assert.Equal(
            [["building"], ["campus-2", "campus"], ["head"], ["other-site"]],
            groups.Select(group => group.Select(node => node.Record.Id).ToArray()).ToArray());
    }

    private static IEnumerable<string> Nearest(IPAddress? attendee, params NodeEntry[] nodes) =>
        Nearness.Nearest(nodes, attendee).Select(node => node.Record.Id);

    private NodeEntry Node(string id, params string[] networks) =>
        new(new NodeRecord(id, "10.0.0.1", 8001, null, 0, 0, _time.GetUtcNow(), Networks: networks), _time.GetUtcNow(), new AssignedLoad(_time));
}
