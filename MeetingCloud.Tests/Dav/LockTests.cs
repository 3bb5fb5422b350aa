using System.Net;
using System.Xml.Linq;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Dav;

public sealed class LockTests : DavTest
{
    private static readonly XNamespace s_dav = Multistatus.Dav;

    [Fact]
    public async Task File_IsChangedOnlyWithTheToken_WhenLocked()
    {
        await Server.PutAsync("/f", "old");
        var token = await LockAsync("/f");

        Assert.Equal(423, await Server.StatusWithBodyAsync("PUT", "/f", "new"));
        Assert.Equal(423, await Server.StatusAsync("DELETE", "/f"));
        Assert.Equal(423, await Server.StatusAsync("MOVE", "/f", ("Destination", Server.Url + "/g")));
        Assert.Equal(423, await Server.StatusWithBodyAsync("PROPPATCH", "/f", "<propertyupdate xmlns='DAV:'><set><prop><displayname>x</displayname></prop></set></propertyupdate>"));
        Assert.Equal("old", await Server.GetAsync("/f"));

        Assert.Equal(204, await Server.StatusWithBodyAsync("PUT", "/f", "new", ("If", $"(<{token}>)")));
        Assert.Equal(204, await Server.StatusAsync("UNLOCK", "/f", ("Lock-Token", $"<{token}>")));
        Assert.Equal(204, await Server.StatusWithBodyAsync("PUT", "/f", "newer"));
    }

    [Fact]
    public async Task Refusal_NamesTheLockedResource()
    {
        await Server.MkColAsync("/a");
        await Server.PutAsync("/a/f", "f");
        await LockAsync("/a/f");

        using var response = await Server.SendAsync("DELETE", "/a");

        Assert.Equal(HttpStatusCode.Locked, response.StatusCode);
        var error = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        Assert.Equal("/a/f", error.Element(s_dav + "lock-token-submitted")!.Element(s_dav + "href")!.Value);
        Assert.Equal("f", await Server.GetAsync("/a/f"));
    }

    [Theory]
    [InlineData("exclusive", "exclusive", 423)]
    [InlineData("exclusive", "shared", 423)]
    [InlineData("shared", "exclusive", 423)]
    [InlineData("shared", "shared", 200)]
    public async Task SecondLock_IsGiven_OnlyWhereBothAreShared(string first, string second, int status)
    {
        await Server.PutAsync("/f", "f");
        await LockAsync("/f", first);

        using var response = await SendLockAsync("/f", second);

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Fact]
    public async Task SharedLock_LetsEachHolderWrite()
    {
        await Server.PutAsync("/f", "f");
        var one = await LockAsync("/f", "shared");
        var two = await LockAsync("/f", "shared");

        Assert.Equal(423, await Server.StatusWithBodyAsync("PUT", "/f", "x"));
        Assert.Equal(204, await Server.StatusWithBodyAsync("PUT", "/f", "x", ("If", $"(<{one}>)")));
        Assert.Equal(204, await Server.StatusWithBodyAsync("PUT", "/f", "x", ("If", $"(<{two}>)")));
    }

    [Fact]
    public async Task CollectionLock_CoversWhatIsInItNowAndLater_WhenInfinite()
    {
        await Server.MkColAsync("/a");
        await Server.MkColAsync("/a/b");
        await Server.PutAsync("/a/b/f", "f");
        var token = await LockAsync("/a");

        Assert.Equal(423, await Server.StatusWithBodyAsync("PUT", "/a/b/f", "x"));
        Assert.Equal(423, await Server.StatusWithBodyAsync("PUT", "/a/b/new", "x"));
        Assert.Equal(423, await Server.StatusAsync("MKCOL", "/a/new"));
        Assert.Equal(201, await Server.StatusWithBodyAsync("PUT", "/a/b/new", "x", ("If", $"<{Server.Url}/a> (<{token}>)")));
        Assert.Equal(423, (int)(await SendLockAsync("/a/b/f")).StatusCode);
        Assert.Equal(token, (await Multistatus.PropFindAsync(Server, "/a/b/f")).Find(s_dav + "lockdiscovery")!.Value.Element.Descendants(s_dav + "locktoken").Single().Value);
        // Any address that it covers will do.
        Assert.Equal(204, await Server.StatusAsync("UNLOCK", "/a/b/f", ("Lock-Token", $"<{token}>")));
        Assert.Equal(204, await Server.StatusWithBodyAsync("PUT", "/a/b/f", "x"));
    }

    [Fact]
    public async Task CollectionLock_CoversItsMembershipAlone_WhenItsDepthIsZero()
    {
        await Server.MkColAsync("/a");
        await Server.PutAsync("/a/f", "f");
        await LockAsync("/a", depth: "0");

        Assert.Equal(204, await Server.StatusWithBodyAsync("PUT", "/a/f", "x"));
        Assert.Equal(423, await Server.StatusWithBodyAsync("PUT", "/a/new", "x"));
        Assert.Equal(423, await Server.StatusAsync("DELETE", "/a/f"));
        Assert.Equal(423, await Server.StatusAsync("DELETE", "/a"));
    }

    [Fact]
    public async Task CollectionLock_IsRefused_WhenAMemberIsLocked()
    {
        await Server.MkColAsync("/a");
        await Server.PutAsync("/a/f", "f");
        await LockAsync("/a/f");

        Assert.Equal(423, (int)(await SendLockAsync("/a")).StatusCode);
        Assert.Equal(200, (int)(await SendLockAsync("/a", depth: "0")).StatusCode);
    }

    [Fact]
    public async Task EmptyFile_IsMade_WhenNothingIsAtTheLockedAddress()
    {
        using var response = await SendLockAsync("/new.txt");

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("", await Server.GetAsync("/new.txt"));
        Assert.Contains("/new.txt", (await Multistatus.PropFindAsync(Server, "/", "1")).Hrefs);
        Assert.Equal(409, (int)(await SendLockAsync("/missing/new.txt")).StatusCode);
    }

    [Fact]
    public async Task Lock_TellsWhatItIs_WhenGiven()
    {
        await Server.PutAsync("/f", "f");

        using var response = await SendLockAsync("/f", headers: ("Timeout", "Infinite, Second-4100000000"));

        var active = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!.Element(s_dav + "lockdiscovery")!.Element(s_dav + "activelock")!;
        Assert.NotNull(active.Element(s_dav + "lockscope")!.Element(s_dav + "exclusive"));
        Assert.Equal("infinity", active.Element(s_dav + "depth")!.Value);
        Assert.Equal("anna", active.Element(s_dav + "owner")!.Element(s_dav + "href")!.Value);
        Assert.Equal("Second-86400", active.Element(s_dav + "timeout")!.Value);
        Assert.Equal("/f", active.Element(s_dav + "lockroot")!.Value);
        Assert.Equal($"<{active.Element(s_dav + "locktoken")!.Value}>", response.Headers.GetValues("Lock-Token").Single());
    }

    [Fact]
    public async Task Lock_EndsAtItsTime_UnlessItIsRefreshed()
    {
        await Server.PutAsync("/f", "f");
        var token = await LockAsync("/f", headers: ("Timeout", "Second-60"));

        Server.Clock.Advance(TimeSpan.FromSeconds(59));
        using (var refreshed = await Server.SendAsync("LOCK", "/f", ("If", $"(<{token}>)"), ("Timeout", "Second-30")))
        {
            Assert.Equal(HttpStatusCode.OK, refreshed.StatusCode);
            Assert.Contains("Second-30", await refreshed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Server.Clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(423, await Server.StatusWithBodyAsync("PUT", "/f", "x"));

        Server.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(204, await Server.StatusWithBodyAsync("PUT", "/f", "x"));
        Assert.Equal(412, await Server.StatusAsync("LOCK", "/f", ("If", $"(<{token}>)")));
        Assert.Equal(409, await Server.StatusAsync("UNLOCK", "/f", ("Lock-Token", $"<{token}>")));
    }

    [Fact]
    public async Task Locks_StayBehind_WhenTheResourceMoves()
    {
        await Server.PutAsync("/f", "f");
        var token = await LockAsync("/f");

        Assert.Equal(201, await Server.StatusAsync("MOVE", "/f", ("Destination", Server.Url + "/g"), ("If", $"(<{token}>)")));

        Assert.Equal(204, await Server.StatusWithBodyAsync("PUT", "/g", "x"));
        Assert.Equal(201, await Server.StatusWithBodyAsync("PUT", "/f", "x"));
    }

    [Fact]
    public async Task Destination_IsReplacedOnlyWithItsToken_WhenLocked()
    {
        await Server.PutAsync("/f", "f");
        await Server.PutAsync("/g", "g");
        var token = await LockAsync("/g");

        Assert.Equal(423, await Server.StatusAsync("COPY", "/f", ("Destination", Server.Url + "/g")));
        Assert.Equal(204, await Server.StatusAsync("COPY", "/f", ("Destination", Server.Url + "/g"), ("If", $"<{Server.Url}/g> (<{token}>)")));
        Assert.Equal("f", await Server.GetAsync("/g"));
        Assert.Equal(423, await Server.StatusWithBodyAsync("PUT", "/g", "x"));
    }

    [Fact]
    public async Task Lock_CountsAtTheEndOfAnUpload_WhenItCameMeanwhile()
    {
        await Server.PutAsync("/f", "old");
        using var content = new GatedContent("new");
        var put = Server.SendAsync("PUT", "/f", content);
        await content.Begun;
        await Eventually.BecomesTrueAsync(() => Directory.EnumerateFiles(Server.Temporary).Any(), TestCluster.Patience, "the upload is under way");

        await LockAsync("/f");
        content.Finish();

        Assert.Equal(HttpStatusCode.Locked, (await put).StatusCode);
        Assert.Equal("old", await Server.GetAsync("/f"));
    }

    [Theory]
    [InlineData("<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope></lockinfo>")]
    [InlineData("<lockinfo xmlns='DAV:'><lockscope/><locktype><write/></locktype></lockinfo>")]
    [InlineData("<other/>")]
    [InlineData("")]
    public async Task Request_IsRefused_WhenItIsNoLock(string body)
    {
        await Server.PutAsync("/f", "f");

        Assert.Equal(400, await Server.StatusWithBodyAsync("LOCK", "/f", body));
        Assert.Equal(400, await Server.StatusAsync("UNLOCK", "/f"));
        Assert.Equal(409, await Server.StatusAsync("UNLOCK", "/f", ("Lock-Token", "<urn:uuid:00000000-0000-0000-0000-000000000000>")));
    }

    [Fact]
    public async Task Lock_IsRefused_WhenItsOwnerIsToldAtLength()
    {
        await Server.PutAsync("/f", "f");

        Assert.Equal(413, await Server.StatusWithBodyAsync("LOCK", "/f", $"<lockinfo xmlns='DAV:'><lockscope><exclusive/></lockscope><locktype><write/></locktype><owner>{new string('x', 2000)}</owner></lockinfo>"));

        Assert.Equal(204, await Server.StatusWithBodyAsync("PUT", "/f", "new"));
    }

    private async Task<string> LockAsync(string path, string scope = "exclusive", string? depth = null, params (string, string)[] headers)
    {
        using var response = await SendLockAsync(path, scope, depth, headers);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return response.Headers.GetValues("Lock-Token").Single().Trim('<', '>');
    }

    private Task<HttpResponseMessage> SendLockAsync(string path, string scope = "exclusive", string? depth = null, params (string, string)[] headers) => Server.SendAsync(
        "LOCK",
        path,
        $"<D:lockinfo xmlns:D='DAV:'><D:lockscope><D:{scope}/></D:lockscope><D:locktype><D:write/></D:locktype><D:owner><D:href>anna</D:href></D:owner></D:lockinfo>",
        depth is null ? headers : [("Depth", depth), .. headers]);
}
