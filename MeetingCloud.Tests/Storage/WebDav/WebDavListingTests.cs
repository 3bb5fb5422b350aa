using System.Globalization;
using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Tests.Storage.WebDav;

/// <summary>Listings, quotas and other multistatus answers as servers really write them.</summary>
public sealed class WebDavListingTests
{
    private const string Status207 = "207 Multi-Status";

    private static CancellationToken Ct => CancellationToken.None;

    [Theory]
    [InlineData("/dav/top/", "/dav/top/a%20b.txt", "/dav/top/sub/")]
    [InlineData("/dav/top", "/dav/top/a b.txt", "/dav/top/sub")]
    [InlineData("http://inside:8080/dav/top/", "http://inside:8080/dav/top/%61%20b.txt", "http://inside:8080/dav/top/sub/")]
    [InlineData("https://dav.example.com/remote.php/files/me/top/", "https://dav.example.com/remote.php/files/me/top/a%20b.txt", "/remote.php/files/me/top/sub")]
    [InlineData("/top", "/top/a%20b.txt", "/top/sub/")]
    public async Task Members_GetTheirPaths_HoweverTheServerCallsThem(string self, string file, string folder)
    {
        await using var fixture = WebDavClientFixture.Answering(Status207, body: Listing(
            Entry(self, "<D:resourcetype><D:collection/></D:resourcetype>"),
            Entry(file, "<D:resourcetype/><D:getcontentlength>12</D:getcontentlength><D:getetag>\"e\"</D:getetag><D:getlastmodified>Fri, 01 May 2026 09:00:00 GMT</D:getlastmodified>"),
            Entry(folder, "<D:resourcetype><D:collection/></D:resourcetype><D:getcontentlength>4096</D:getcontentlength>")));

        var page = await fixture.Client.ListAsync("top", null, Ct);

        Assert.Equal(
            [new WebDavResource("top/a b.txt", false, 12, "\"e\"", fixture.Clock.GetUtcNow()), new WebDavResource("top/sub", true, null, null, null)],
            page.Items);
        Assert.Null(page.Next);
        Assert.Equal(("PROPFIND", "/dav/top/", "1"), (fixture.Request.Method, fixture.Request.Target, fixture.Request.Headers["Depth"]));
    }

    [Fact]
    public async Task Properties_Count_OnlyWhereTheirStatusIs200_WhateverPrefixAndOrder()
    {
        await using var fixture = WebDavClientFixture.Answering(Status207, body: """
            <?xml version="1.0" encoding="utf-8"?>
            <multistatus xmlns="DAV:" xmlns:x="urn:other">
              <response><href>/dav/</href><propstat><prop><resourcetype><collection/></resourcetype></prop><status>HTTP/1.1 200 OK</status></propstat></response>
              <response><href>/dav/a</href>
                <propstat><status>HTTP/1.1 404 Not Found</status><prop><getetag/><getcontentlength>99</getcontentlength></prop></propstat>
                <propstat><status>HTTP/1.1 200 OK</status><prop><x:getcontentlength>7</x:getcontentlength><resourcetype><x:collection/></resourcetype></prop></propstat>
              </response>
              <response xmlns:D="DAV:"><D:href>/dav/b</D:href><D:propstat><D:prop><D:getcontentlength><![CDATA[5]]></D:getcontentlength></D:prop><D:status>HTTP/1.1 200</D:status></D:propstat></response>
            </multistatus>
            """);

        var page = await fixture.Client.ListAsync("", null, Ct);

        Assert.Equal([("a", false, null), ("b", false, (long?)5)], page.Items.Select(item => (item.Path, item.IsCollection, item.Size)));
    }

    [Fact]
    public async Task Members_AreLeftOut_WhenTheyAreNoneOrCannotBeNamed()
    {
        await using var fixture = WebDavClientFixture.Answering(Status207, body: Listing(
            Entry("/dav/top/", ""), Entry("/dav/top/sub/deeper", ""), Entry("/dav/other", ""), Entry("/dav/top/a%2Fb", ""), Entry("/dav/top/%00", ""), Entry("/dav/top/fine", "")));

        Assert.Equal(["top/fine"], (await fixture.Client.ListAsync("top", null, Ct)).Items.Select(item => item.Path));
    }

    [Theory]
    [InlineData("<{0}dav/top/?page=2>; rel=\"next\"", "/dav/top/?page=2")]
    [InlineData("</dav/top/?page=2&x=%2C>;title=\"a, b\"; REL=next", "/dav/top/?page=2&x=%2C")]
    [InlineData("<https://x.example.com/>; rel=\"first\", <?page=2>; rel=\"last next\"", "/dav/top/?page=2")]
    [InlineData("</dav/t%256Fp/?page=2>; rel=\"next\"", "/dav/top/?page=2")]
    public async Task List_GoesOnWithTheNextPage_WhereTheServerNamesOne(string link, string target)
    {
        await using var fixture = new WebDavClientFixture(async exchange =>
        {
            await exchange.ReadBodyAsync();
            var isFirst = !exchange.Request.Target.Contains("page", StringComparison.Ordinal);
            var headers = isFirst ? $"Link: {link.Replace("{0}", "http://" + exchange.Request.Headers["Host"] + "/", StringComparison.Ordinal)}\r\n" : "";
            await exchange.AnswerAsync(Status207, headers, Listing(Entry("/dav/top/", ""), Entry(isFirst ? "/dav/top/1" : "/dav/top/2", "")));
        });

        var first = await fixture.Client.ListAsync("top", null, Ct);
        var second = await fixture.Client.ListAsync("top", first.Next, Ct);

        Assert.Equal(["top/1", "top/2"], first.Items.Concat(second.Items).Select(item => item.Path));
        Assert.Null(second.Next);
        Assert.Equal(target, fixture.Server.Requests[1].Target);
    }

    [Fact]
    public async Task List_DoesNotFollowALinkToAnotherHost()
    {
        await using var fixture = WebDavClientFixture.Answering(Status207, "Link: <https://evil.example.com/>; rel=\"next\"\r\n", Listing(Entry("/dav/", "")));

        Assert.Equal(WebDavFailure.Malformed, (await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.ListAsync("", null, Ct))).Failure);
        await Assert.ThrowsAsync<ArgumentException>(() => fixture.Client.ListAsync("", new Uri("https://evil.example.com/"), Ct));
        Assert.Single(fixture.Server.Requests);
    }

    [Theory]
    [InlineData("<D:quota-used-bytes>100</D:quota-used-bytes><D:quota-available-bytes>900</D:quota-available-bytes>", 100L, 900L)]
    [InlineData("<D:quota-used-bytes>100</D:quota-used-bytes><D:quota-available-bytes>-3</D:quota-available-bytes>", 100L, null)]
    [InlineData("<D:quota-used-bytes/><D:quota-available-bytes></D:quota-available-bytes>", null, null)]
    [InlineData("", null, null)]
    public async Task Quota_IsWhatTheServerKnowsOfIt(string properties, long? used, long? available)
    {
        await using var fixture = WebDavClientFixture.Answering(Status207, body: Listing(Entry("/dav/", properties)));

        Assert.Equal(new WebDavQuota(used, available), await fixture.Client.MeasureAsync(Ct));
        Assert.Equal(("/dav/", "0"), (fixture.Request.Target, fixture.Request.Headers["Depth"]));
        Assert.Contains("quota-available-bytes", fixture.Request.BodyText, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("200 OK", "<html><title>Please sign in</title></html>")]
    [InlineData(Status207, "<html/>")]
    [InlineData(Status207, "nothing of the kind")]
    [InlineData(Status207, "")]
    [InlineData(Status207, "<D:multistatus xmlns:D=\"DAV:\"><D:response></D:response></D:multistatus>")]
    [InlineData(Status207, "<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>/dav/</D:href>")]
    [InlineData(Status207, "<D:multistatus xmlns:D=\"DAV:\"/>")]
    [InlineData(Status207, "<!DOCTYPE m [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;&a;\">]><D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>&b;</D:href></D:response></D:multistatus>")]
    public async Task Answer_IsMalformed_WhenItIsNoMultistatus(string status, string body)
    {
        await using var fixture = WebDavClientFixture.Answering(status, body: body);

        Assert.Equal(WebDavFailure.Malformed, (await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.MeasureAsync(Ct))).Failure);
    }

    [Fact]
    public async Task Answer_IsTruncated_WhenTheConnectionBreaksInIt()
    {
        await using var fixture = new WebDavClientFixture(async exchange =>
        {
            await exchange.ReadBodyAsync();
            await exchange.SendAsync($"HTTP/1.1 {Status207}\r\nContent-Length: 5000\r\n\r\n{Listing(Entry("/dav/", ""))[..100]}");
            exchange.Close();
        });

        Assert.Equal(WebDavFailure.Truncated, (await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.ListAsync("", null, Ct))).Failure);
    }

    [Theory]
    [InlineData(423, WebDavFailure.Locked)]
    [InlineData(507, WebDavFailure.Full)]
    [InlineData(403, WebDavFailure.Refused)]
    public async Task Delete_Fails_WhenAPartOfTheCollectionStays(int status, WebDavFailure failure)
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"<D:status>HTTP/1.1 {status} No</D:status>");
        await using var fixture = WebDavClientFixture.Answering(
            Status207, body: $"<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>/dav/a/b</D:href>{line}</D:response></D:multistatus>");

        Assert.Equal(failure, (await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.DeleteAsync("a/", Ct))).Failure);
        Assert.Equal(failure, (await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.MoveAsync("a", "b", true, Ct))).Failure);
    }

    [Theory]
    [InlineData("201 Created", "", true)]
    [InlineData("405 Method Not Allowed", "", false)]
    [InlineData("301 Moved Permanently", "Location: http://inside/dav/a/\r\n", false)]
    public async Task Collection_IsMadeOrWasThere(string status, string headers, bool made)
    {
        await using var fixture = WebDavClientFixture.Answering(status, headers);

        Assert.Equal(made, await fixture.Client.MakeCollectionAsync("a", Ct));
        Assert.Equal("/dav/a/", fixture.Request.Target);
    }

    private static string Listing(params string[] entries) => $"<?xml version=\"1.0\"?><D:multistatus xmlns:D=\"DAV:\">{string.Concat(entries)}</D:multistatus>";

    private static string Entry(string href, string properties) =>
        $"<D:response><D:href>{href}</D:href><D:propstat><D:prop>{properties}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>";
}
