using System.Net;
using System.Text;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Cluster.Sites;

/// <summary>Who is sent where: two nodes at one site, one at another, one at none.</summary>
public sealed class SiteSelectionTests : IAsyncLifetime
{
    private const string Here = "127.0.3.0/24";
    private const string There = "127.0.4.0/24";

    private TestCluster _cluster = null!;
    private Meeting _meeting = null!;
    private TestHost _first = null!;
    private TestHost _second = null!;
    private TestHost _there = null!;
    private TestHost _head = null!;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(nodes: 0, ("TRUSTED_PROXIES", "127.0.0.1"));
        try
        {
            _first = await _cluster.AddNodeAsync(("NODE_NETWORKS", Here));
            _second = await _cluster.AddNodeAsync(("NODE_NETWORKS", $"{Here}, {Here}"));
            _there = await _cluster.AddNodeAsync(("NODE_NETWORKS", There));
            _head = await _cluster.AddNodeAsync();
            _meeting = await _cluster.Admin.CreateMeetingAsync();
            await _cluster.Admin.UploadAsync(_meeting.Id, "a.pdf", HttpExtensions.Bytes(1000));
            await _cluster.WaitUntilReadyAsync(_meeting.Id, 4);
        }
        catch
        {
            // Of a test that has not begun nobody else disposes.
            await DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Nodes_TellTheirNetworks()
    {
        var nodes = await _cluster.ListNodesAsync();
        Assert.Equal(
            [[Here], [Here], [There], []], nodes.OrderBy(n => n.Id, StringComparer.Ordinal).Select(n => n.Networks!.ToArray()).ToArray());
    }

    [Fact]
    public async Task Attendee_IsSentToHisSite_WhateverHeAsksFor()
    {
        var track = await _cluster.Admin.CreateTrackAsync(HttpExtensions.Bytes(1000));
        using var attendee = SiteAttendee.At("127.0.3.5", _cluster.Api.Url);
        foreach (var path in new[] { Routes.Package(_meeting.Id), Routes.MeetingFile(_meeting.Id, "a.pdf"), Routes.TrackStream(track.Id) })
        {
            for (var i = 0; i < 10; i++)
            {
                Assert.Contains(await SentToAsync(attendee, path), new[] { _first.Url, _second.Url });
            }
        }

        using var other = SiteAttendee.At("127.0.4.200", _cluster.Api.Url);
        Assert.Equal(_there.Url, await SentToAsync(other, Routes.Package(_meeting.Id)));
    }

    [Fact]
    public async Task Site_SharesItsAttendeesAmongItsNodes()
    {
        using var attendee = SiteAttendee.At("127.0.3.5", _cluster.Api.Url);
        var sent = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            sent.Add(await SentToAsync(attendee, Routes.Package(_meeting.Id)));
        }

        Assert.InRange(sent.Count(url => url == _first.Url), 8, 12);
        Assert.All(sent, url => Assert.Contains(url, new[] { _first.Url, _second.Url }));
    }

    [Fact]
    public async Task Alternatives_BeginWithTheAttendeesSite_AndEndWithOtherSites()
    {
        using var attendee = SiteAttendee.At("127.0.3.5", _cluster.Api.Url);
        var data = await attendee.GetContractAsync<MeetingData>(Routes.MeetingData(_meeting.Id));
        var packages = data.Mirrors.Prepend(data.DownloadUrl).Select(Authority).ToList();
        Assert.Equal([_head.Url, _there.Url, _cluster.Api.Url], packages.Skip(2));
        Assert.Equal(new[] { _first.Url, _second.Url }.Order(), packages.Take(2).Order());
        var paper = data.Files.Single().Mirrors!.Select(Authority).ToList();
        Assert.Equal(new[] { _first.Url, _second.Url }.Order(), paper.Take(2).Order());
        Assert.Equal(_head.Url, paper[2]);
    }

    [Fact]
    public async Task Attendee_WhoseSiteIsDrained_IsSentWhereNobodysLineIs_ElseAnywhere()
    {
        using var attendee = SiteAttendee.At("127.0.3.5", _cluster.Api.Url);
        foreach (var (drained, next) in new[] { (_first, _second), (_second, _head), (_head, _there) })
        {
            await _cluster.SetStateAsync(drained.Id, NodeState.Maintenance);
            for (var i = 0; i < 10; i++)
            {
                Assert.Equal(next.Url, await SentToAsync(attendee, Routes.Package(_meeting.Id)));
            }
        }
    }

    [Fact]
    public async Task Attendee_WhoseSiteIsLost_GoesOnElsewhere_AndComesBackWithIt()
    {
        using var attendee = SiteAttendee.At("127.0.4.5", _cluster.Api.Url);
        await _there.CrashAsync();
        await Eventually.BecomesTrueAsync(
            async () => await SentToAsync(attendee, Routes.Package(_meeting.Id)) == _head.Url, TestCluster.Patience, "served elsewhere");
        await _there.StartAsync();
        await Eventually.BecomesTrueAsync(
            async () => await SentToAsync(attendee, Routes.Package(_meeting.Id)) == _there.Url, TestCluster.Patience, "served at home");
    }

    [Fact]
    public async Task Stranger_IsKeptOffTheSites()
    {
        using var stranger = SiteAttendee.At("127.0.9.9", _cluster.Api.Url);
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal(_head.Url, await SentToAsync(stranger, Routes.Package(_meeting.Id)));
        }
    }

    [Fact]
    public async Task Address_IsTheForwardedOne_FromATrustedProxyAlone()
    {
        // Past what may be in front of the control plane, which forwards addresses itself.
        var instance = _cluster.Api.Instances[0].Url;
        using var proxy = SiteAttendee.At("127.0.0.1", instance);
        Assert.Equal(_there.Url, await SentToAsync(proxy, Routes.Package(_meeting.Id), forwardedFor: "127.0.4.7"));
        using var liar = SiteAttendee.At("127.0.9.9", instance);
        Assert.Equal(_head.Url, await SentToAsync(liar, Routes.Package(_meeting.Id), forwardedFor: "127.0.4.7"));
    }

    [Fact]
    public async Task Registration_WithANetworkThatIsNone_IsRefusedByName()
    {
        using var body = new StringContent(
            """{"id":"n9","ip":"127.0.0.1","port":9,"networks":["10.3.0.0/16","10.3.7.9/16","site-3"]}""", Encoding.UTF8, "application/json");
        using var response = await _cluster.Node.PostAsync(Routes.RegisterNode, body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, response.StatusCode);
        var problem = await response.Content.ReadAsStringAsync();
        Assert.Contains("\"networks\"", problem, StringComparison.Ordinal);
        Assert.Contains("10.3.7.9/16", problem, StringComparison.Ordinal);
        Assert.Contains("site-3", problem, StringComparison.Ordinal);
        Assert.DoesNotContain(await _cluster.ListNodesAsync(), node => node.Id == "n9");
    }

    [Fact]
    public async Task Networks_AreToldToWhoeverShowsLinksToOthers_AndToNoAttendee()
    {
        var told = await _cluster.Admin.GetContractAsync<MeetingData>(Routes.MeetingData(_meeting.Id));
        Assert.Equal(
            new[] { (_first.Url, Here), (_second.Url, Here), (_there.Url, There) }.Order(),
            told.Sites!.Select(site => (site.Url, site.Networks.Single())).Order());
        Assert.Null((await _cluster.Attendee.GetContractAsync<MeetingData>(Routes.MeetingData(_meeting.Id))).Sites);
    }

    private static string Authority(string link) => new Uri(link).GetLeftPart(UriPartial.Authority);

    private static async Task<string> SentToAsync(HttpClient attendee, string path, string? forwardedFor = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (forwardedFor is not null)
        {
            request.Headers.Add("X-Forwarded-For", forwardedFor);
        }

        using var response = await attendee.SendAsync(request);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, response.StatusCode);
        return Authority(response.Headers.Location!.OriginalString);
    }
}
