namespace MeetingCloud.Tests.Dav;

public sealed class DeleteTests : DavTest
{
    [Fact]
    public async Task Collection_GoesWithAllThatIsInIt_WhenDeleted()
    {
        await Server.MkColAsync("/a");
        await Server.MkColAsync("/a/b");
        await Server.PutAsync("/a/b/c.txt", "c");
        await Server.PutAsync("/kept.txt", "k");

        Assert.Equal(204, await Server.StatusAsync("DELETE", "/a/"));

        Assert.Equal(404, await Server.StatusAsync("GET", "/a/b/c.txt"));
        Assert.Equal("k", await Server.GetAsync("/kept.txt"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Server.Temporary));
    }

    [Fact]
    public async Task Delete_IsRefused_WhenItMeansSomethingElse()
    {
        await Server.MkColAsync("/a");
        var tag = await Server.PutAsync("/f", "f");

        Assert.Equal(404, await Server.StatusAsync("DELETE", "/missing"));
        Assert.Equal(403, await Server.StatusAsync("DELETE", "/"));
        Assert.Equal(400, await Server.StatusAsync("DELETE", "/a", ("Depth", "0")));
        Assert.Equal(412, await Server.StatusAsync("DELETE", "/f", ("If-Match", "\"other\"")));
        Assert.Equal(204, await Server.StatusAsync("DELETE", "/f", ("If-Match", tag.Tag)));
    }

    [Fact]
    public async Task Properties_GoWithTheFile_WhenDeleted()
    {
        await Server.PutAsync("/f", "f");
        await PropPatchTests.SetAsync(Server, "/f", "color", "blue");

        Assert.Equal(204, await Server.StatusAsync("DELETE", "/f"));
        await Server.PutAsync("/f", "another");

        Assert.Equal(404, await PropPatchTests.StatusOfAsync(Server, "/f", "color"));
    }
}
