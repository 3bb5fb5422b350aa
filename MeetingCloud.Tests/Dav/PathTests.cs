using MeetingCloud.Dav.Http;

namespace MeetingCloud.Tests.Dav;

public sealed class PathTests : DavTest
{
    public static TheoryData<string> Escapes =>
    [
        "/../secret.txt", "/%2e%2e/secret.txt", "/a/..%2f..%2fsecret.txt", "/a/%2E./%2e%2E/secret.txt", "/a/../../secret.txt", "/./secret.txt",
        "/%00", "/a%00.txt", "/a%2fsecret.txt", "/a%0d%0ab", "/%ff%fe", "/%c0%ae%c0%ae/secret.txt", "/%zz", "/%4",
    ];

    [Theory]
    [MemberData(nameof(Escapes))]
    public async Task Path_IsRefused_WhenItCouldMeanSomethingElse(string path)
    {
        await Server.MkColAsync("/a");
        await File.WriteAllTextAsync(Path.Combine(Server.Root, "..", "secret.txt"), "secret");

        Assert.Equal(400, await Server.StatusAsync("GET", path));
        Assert.Equal(400, await Server.StatusWithBodyAsync("PUT", path, "x"));
        Assert.Equal(400, await Server.StatusAsync("DELETE", path));
        Assert.Equal("secret", await File.ReadAllTextAsync(Path.Combine(Server.Root, "..", "secret.txt")));
    }

    [Fact]
    public async Task Links_AreNothing_WhereverTheyLead()
    {
        var outside = Directory.CreateDirectory(Path.Combine(Server.Root, "..", "outside")).FullName;
        await File.WriteAllTextAsync(Path.Combine(outside, "secret.txt"), "secret");
        Directory.CreateSymbolicLink(Path.Combine(Server.Root, "folder"), outside);
        File.CreateSymbolicLink(Path.Combine(Server.Root, "file"), Path.Combine(outside, "secret.txt"));

        foreach (var path in new[] { "/folder/secret.txt", "/folder", "/file" })
        {
            Assert.Equal(404, await Server.StatusAsync("GET", path));
            Assert.Equal(404, await Server.StatusAsync("DELETE", path));
        }

        Assert.Equal(409, await Server.StatusWithBodyAsync("PUT", "/folder/new.txt", "x"));
        Assert.Equal(403, await Server.StatusWithBodyAsync("PUT", "/file", "x"));
        Assert.Equal(403, await Server.StatusAsync("MKCOL", "/folder"));
        Assert.Equal(["/"], (await Multistatus.PropFindAsync(Server, "/", "infinity")).Hrefs);
        Assert.Equal(["secret.txt"], Directory.EnumerateFiles(outside).Select(Path.GetFileName));
        Assert.Equal("secret", await File.ReadAllTextAsync(Path.Combine(outside, "secret.txt")));
    }

    [Fact]
    public async Task Root_MayBeReachedByALink()
    {
        var link = Path.Combine(Server.Root, "..", "link");
        Directory.CreateSymbolicLink(link, Directory.CreateDirectory(Path.Combine(Server.Root, "..", "elsewhere")).FullName);
        await using var server = await DavServer.StartAsync(("DAV_ROOT", link + Path.DirectorySeparatorChar));

        await server.PutAsync("/f", "f");

        Assert.Equal("f", await server.GetAsync("/f"));
        Assert.Equal("f", await File.ReadAllTextAsync(Path.Combine(link, "f")));
    }

    [Theory]
    [InlineData("/.davstore")]
    [InlineData("/.davstore/tmp")]
    [InlineData("/.davstore/lock")]
    [InlineData("/.DavStore/lock")]
    [InlineData("/%2edavstore/lock")]
    [InlineData("/a/.davstore/self.xml")]
    public async Task OwnFiles_CannotBeReached_ByTheirNames(string path)
    {
        await Server.MkColAsync("/a");
        await PropPatchTests.SetAsync(Server, "/a", "color", "blue");

        Assert.Equal(404, await Server.StatusAsync("GET", path));
        Assert.Equal(404, await Server.StatusAsync("PROPFIND", path, ("Depth", "0")));
        Assert.Equal(403, await Server.StatusWithBodyAsync("PUT", path, "x"));
        Assert.Equal(403, await Server.StatusAsync("MKCOL", path));
        Assert.Equal(403, await Server.StatusAsync("DELETE", path));
        Assert.Equal("blue", await PropPatchTests.GetAsync(Server, "/a", "color"));
    }

    [Fact]
    public async Task Name_IsRefused_WhenItIsTooLongForTheDisk()
    {
        Assert.Equal(201, await Server.StatusWithBodyAsync("PUT", "/" + new string('x', 255), "x"));
        await PropPatchTests.SetAsync(Server, "/" + new string('x', 255), "color", "blue");

        Assert.Equal(414, await Server.StatusWithBodyAsync("PUT", "/" + new string('x', 256), "x"));
        Assert.Equal(414, await Server.StatusWithBodyAsync("PUT", "/" + Uri.EscapeDataString(new string('会', 86)), "x"));
    }

    [Theory]
    [InlineData("/a/b", "/a", true)]
    [InlineData("/a", "/a/", true)]
    [InlineData("/ab", "/a", false)]
    [InlineData("/a", "/a/b", false)]
    [InlineData("/a", "/", true)]
    public void Path_IsWithinAnother_OnlyByWholeNames(string inner, string outer, bool expected)
    {
        Assert.True(DavPath.TryParse(inner, out var one, out _));
        Assert.True(DavPath.TryParse(outer, out var other, out _));
        Assert.Equal(expected, one.IsWithin(other));
    }

    [Theory]
    [InlineData("/a#fragment")]
    [InlineData("/a?x#y")]
    [InlineData("a")]
    [InlineData("")]
    public void Path_IsNone_WhenItIsNoPath(string text) => Assert.False(DavPath.TryParse(text, out _, out _));
}
