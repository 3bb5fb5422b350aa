using System.Globalization;

namespace MeetingCloud.Tests.Dav;

public sealed class PropFindTests : DavTest
{
    [Theory]
    [InlineData("0", "/a/")]
    [InlineData("1", "/a/ /a/%E4%BC%9A%20%231.txt /a/b/")]
    [InlineData("infinity", "/a/ /a/%E4%BC%9A%20%231.txt /a/b/ /a/b/c.txt")]
    public async Task Answer_ReachesAsDeepAsAsked(string depth, string expected)
    {
        await Server.MkColAsync("/a");
        await Server.PutAsync("/a/%E4%BC%9A%20%231.txt", "x");
        await Server.MkColAsync("/a/b");
        await Server.PutAsync("/a/b/c.txt", "c");
        await PropPatchTests.SetAsync(Server, "/a/b/c.txt", "color", "blue");

        var answer = await Multistatus.PropFindAsync(Server, "/a", depth);

        Assert.Equal(expected.Split(' '), answer.Hrefs.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task File_HasItsProperties_WhenAllAreAsked()
    {
        var tag = await Server.PutAsync("/%E4%BC%9A.pdf", "12345");

        var answer = await Multistatus.PropFindAsync(Server, "/%E4%BC%9A.pdf");

        Assert.Equal("5", answer.Value(Multistatus.Dav + "getcontentlength"));
        Assert.Equal("application/pdf", answer.Value(Multistatus.Dav + "getcontenttype"));
        Assert.Equal(tag.Tag, answer.Value(Multistatus.Dav + "getetag"));
        Assert.Equal("Fri, 01 May 2026 09:00:00 GMT", answer.Value(Multistatus.Dav + "getlastmodified"));
        Assert.Equal("会.pdf", answer.Value(Multistatus.Dav + "displayname"));
        Assert.Empty(answer.Find(Multistatus.Dav + "resourcetype")!.Value.Element.Elements());
    }

    [Fact]
    public async Task Named_AreAnsweredEach_WhetherTheyAreThereOrNot()
    {
        await Server.MkColAsync("/a");

        var answer = await Multistatus.PropFindAsync(Server, "/a", body:
            "<propfind xmlns='DAV:'><prop><resourcetype/><getetag/><color xmlns='urn:x'/><plain xmlns=''/></prop></propfind>");

        Assert.NotNull(answer.Find(Multistatus.Dav + "resourcetype")!.Value.Element.Element(Multistatus.Dav + "collection"));
        Assert.Equal(404, answer.Find(Multistatus.Dav + "getetag")!.Value.Status);
        Assert.Equal(404, answer.Find("{urn:x}color")!.Value.Status);
        Assert.Equal(404, answer.Find("plain")!.Value.Status);
        Assert.Null(answer.Find(Multistatus.Dav + "displayname"));
    }

    [Fact]
    public async Task Names_ComeWithoutValues_WhenNamesAreAsked()
    {
        await Server.PutAsync("/a", "a");
        await PropPatchTests.SetAsync(Server, "/a", "color", "blue");

        var answer = await Multistatus.PropFindAsync(Server, "/a", body: "<propfind xmlns='DAV:'><propname/></propfind>");

        Assert.Equal("", answer.Value("{urn:x}color"));
        Assert.Equal("", answer.Value(Multistatus.Dav + "getcontentlength"));
    }

    [Theory]
    [InlineData("<propfind xmlns='DAV:'><prop>")]
    [InlineData("<propfind xmlns='DAV:'/>")]
    [InlineData("<other xmlns='DAV:'><allprop/></other>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><propfind xmlns='DAV:'><prop><c>&b;</c></prop></propfind>")]
    public async Task Body_IsRefused_WhenItIsNoSafePropfind(string body)
    {
        Assert.Equal(400, await Server.StatusWithBodyAsync("PROPFIND", "/", body, ("Depth", "0")));
    }

    [Fact]
    public async Task Body_IsRefused_WhenItIsTooLargeOrTooDeep()
    {
        var large = $"<propfind xmlns='DAV:'><prop><a>{new string('x', 1 << 20)}</a></prop></propfind>";
        var deep = $"<propfind xmlns='DAV:'><prop>{string.Concat(Enumerable.Repeat("<a>", 1000))}{string.Concat(Enumerable.Repeat("</a>", 1000))}</prop></propfind>";

        Assert.Equal(413, await Server.StatusWithBodyAsync("PROPFIND", "/", large, ("Depth", "0")));
        Assert.Equal(400, await Server.StatusWithBodyAsync("PROPFIND", "/", deep, ("Depth", "0")));
    }

    [Fact]
    public async Task Request_IsRefused_WhereItMakesNoSense()
    {
        Assert.Equal(404, await Server.StatusAsync("PROPFIND", "/missing", ("Depth", "0")));
        Assert.Equal(400, await Server.StatusAsync("PROPFIND", "/", ("Depth", "2")));
    }

    [Fact]
    public async Task Listing_IsWhole_WhenItIsLongerThanItsBuffer()
    {
        for (var i = 0; i < 300; i++)
        {
            await File.WriteAllTextAsync(Path.Combine(Server.Root, i.ToString("D3", CultureInfo.InvariantCulture)), "x");
        }

        var answer = await Multistatus.PropFindAsync(Server, "/", "1");

        Assert.Equal(301, answer.Hrefs.Distinct().Count());
        Assert.Contains("/299", answer.Hrefs);
    }
}
