using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Dav;

public sealed class CopyMoveTests : DavTest
{
    [Theory]
    [InlineData("COPY")]
    [InlineData("MOVE")]
    public async Task Tree_IsAtItsDestinationWithProperties_WhenSent(string method)
    {
        await MakeTreeAsync();

        Assert.Equal(201, await SendAsync(method, "/a", "/z"));

        Assert.Equal("c", await Server.GetAsync("/z/b/c.txt"));
        Assert.Equal("blue", await PropPatchTests.GetAsync(Server, "/z/b/c.txt", "color"));
        Assert.Equal("red", await PropPatchTests.GetAsync(Server, "/z", "color"));
        Assert.Equal(method == "COPY" ? 200 : 404, await Server.StatusAsync("GET", "/a/b/c.txt"));
    }

    [Theory]
    [InlineData("COPY")]
    [InlineData("MOVE")]
    public async Task File_ReplacesAFileAndItsProperties_WhenSent(string method)
    {
        await Server.PutAsync("/from", "from");
        await PropPatchTests.SetAsync(Server, "/from", "color", "blue");
        await Server.PutAsync("/to", "to");
        await PropPatchTests.SetAsync(Server, "/to", "shape", "round");

        Assert.Equal(412, await SendAsync(method, "/from", "/to", ("Overwrite", "F")));
        Assert.Equal("to", await Server.GetAsync("/to"));
        Assert.Equal(204, await SendAsync(method, "/from", "/to", ("Overwrite", "T")));

        Assert.Equal("from", await Server.GetAsync("/to"));
        Assert.Equal("blue", await PropPatchTests.GetAsync(Server, "/to", "color"));
        Assert.Equal(404, await PropPatchTests.StatusOfAsync(Server, "/to", "shape"));
    }

    [Theory]
    [InlineData("COPY")]
    [InlineData("MOVE")]
    public async Task Collection_IsReplacedNotMerged_WhenSomethingIsThere(string method)
    {
        await MakeTreeAsync();
        await Server.MkColAsync("/z");
        await Server.PutAsync("/z/old.txt", "old");

        Assert.Equal(204, await SendAsync(method, "/a", "/z/"));

        Assert.Equal(404, await Server.StatusAsync("GET", "/z/old.txt"));
        Assert.Equal("c", await Server.GetAsync("/z/b/c.txt"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Server.Temporary));
    }

    [Fact]
    public async Task Collection_ComesAlone_WhenTheCopyHasDepthZero()
    {
        await MakeTreeAsync();

        Assert.Equal(201, await SendAsync("COPY", "/a", "/z", ("Depth", "0")));

        Assert.Equal(["/z/"], (await Multistatus.PropFindAsync(Server, "/z", "infinity")).Hrefs);
        Assert.Equal("red", await PropPatchTests.GetAsync(Server, "/z", "color"));
    }

    [Fact]
    public async Task Copy_IsOfWhatIsLeft_WhenAMemberIsDeletedMeanwhile()
    {
        var disk = new ActingDisk();
        await using var server = await DavServer.StartAsync(disk);
        await server.MkColAsync("/a");
        await server.PutAsync("/a/1", "one");
        await server.PutAsync("/a/2", "two");
        // Asked before each member is copied.
        disk.Act = () => File.Delete(Path.Combine(server.Root, "a", "2"));

        Assert.Equal(201, await server.StatusAsync("COPY", "/a", ("Destination", server.Url + "/z")));

        Assert.Equal("one", await server.GetAsync("/z/1"));
        Assert.Equal(404, await server.StatusAsync("GET", "/z/2"));
    }

    [Fact]
    public async Task Copy_FindsNothing_WhenTheFileIsDeletedMeanwhile()
    {
        var disk = new ActingDisk();
        await using var server = await DavServer.StartAsync(disk);
        await server.PutAsync("/a", "one");
        disk.Act = () => File.Delete(Path.Combine(server.Root, "a"));

        Assert.Equal(404, await server.StatusAsync("COPY", "/a", ("Destination", server.Url + "/z")));

        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Temporary));
    }

    [Theory]
    [InlineData("/a", "/a", 403)]
    [InlineData("/a", "/a/b/inside", 403)]
    [InlineData("/a/b", "/a", 403)]
    [InlineData("/a", "/", 403)]
    [InlineData("/a", "/.davstore/x", 403)]
    [InlineData("/a", "/health", 403)]
    [InlineData("/missing", "/z", 404)]
    [InlineData("/a", "/missing/z", 409)]
    [InlineData("/a", "http://elsewhere.example/z", 502)]
    [InlineData("/a", "not an address", 400)]
    [InlineData("/a", "/x/../z", 400)]
    public async Task Request_IsRefused_WhereItCannotBe(string path, string destination, int status)
    {
        await MakeTreeAsync();

        foreach (var method in new[] { "COPY", "MOVE" })
        {
            Assert.Equal(status, await SendAsync(method, path, destination));
        }

        Assert.Equal("c", await Server.GetAsync("/a/b/c.txt"));
    }

    [Fact]
    public async Task Destination_IsUnderstood_WhenTheProxyInFrontSpeaksTls()
    {
        await Server.PutAsync("/f", "f");
        var https = Server.Url.Replace("http://", "https://", StringComparison.Ordinal);

        Assert.Equal(201, await Server.StatusAsync("MOVE", "/f", ("Destination", $"{https}/%E4%BC%9A")));
        Assert.Equal("f", await Server.GetAsync("/%E4%BC%9A"));
        Assert.Equal(201, await Server.StatusAsync("MOVE", "/%E4%BC%9A", ("Host", "dav.example"), ("Destination", "https://dav.example:443/g")));
        Assert.Equal(502, await Server.StatusAsync("MOVE", "/g", ("Host", "dav.example"), ("Destination", "https://dav.example:8443/h")));
    }

    [Fact]
    public async Task Depth_IsRefused_WhereItHasNoMeaning()
    {
        await MakeTreeAsync();

        Assert.Equal(400, await SendAsync("COPY", "/a", "/z", ("Depth", "1")));
        Assert.Equal(400, await SendAsync("MOVE", "/a", "/z", ("Depth", "0")));
        Assert.Equal(400, await SendAsync("MOVE", "/a", "/z", ("Overwrite", "X")));
    }

    [Fact]
    public async Task Tag_MovesWithTheFile_AndACopyGetsItsOwn()
    {
        var tag = await Server.PutAsync("/f", "f");

        await SendAsync("COPY", "/f", "/copy");
        await SendAsync("MOVE", "/f", "/moved");

        using var copy = await Server.SendAsync("HEAD", "/copy");
        using var moved = await Server.SendAsync("HEAD", "/moved");
        Assert.NotEqual(tag, copy.Headers.ETag);
        Assert.Equal(tag, moved.Headers.ETag);
    }

    private Task<int> SendAsync(string method, string path, string destination, params (string, string)[] headers) =>
        Server.StatusAsync(method, path, [("Destination", destination.StartsWith('/') ? Server.Url + destination : destination), .. headers]);

    /// <summary>A disk with room, at whose measuring something else happens.</summary>
    private sealed class ActingDisk : IDiskSpace
    {
        public Action? Act { get; set; }

        public DiskSpace Measure(string path)
        {
            Act?.Invoke();
            return new DiskSpace(1 << 30, 1 << 30);
        }
    }

    private async Task MakeTreeAsync()
    {
        await Server.MkColAsync("/a");
        await Server.MkColAsync("/a/b");
        await Server.PutAsync("/a/b/c.txt", "c");
        await PropPatchTests.SetAsync(Server, "/a/b/c.txt", "color", "blue");
        await PropPatchTests.SetAsync(Server, "/a", "color", "red");
    }
}
