namespace MeetingCloud.Tests.Dav;

public sealed class MkColTests : DavTest
{
    [Theory]
    [InlineData("/new")]
    [InlineData("/new/")]
    public async Task Collection_IsEmptyAndThere_WhenMade(string path)
    {
        Assert.Equal(201, await Server.StatusAsync("MKCOL", path));

        Assert.Equal(["/new/"], (await Multistatus.PropFindAsync(Server, "/new", "1")).Hrefs);
    }

    [Theory]
    [InlineData("/folder", 405)]
    [InlineData("/file", 405)]
    [InlineData("/file/", 405)]
    [InlineData("/", 405)]
    [InlineData("/missing/new", 409)]
    [InlineData("/file/new", 409)]
    public async Task MkCol_IsRefused_WhereNoCollectionCanBe(string path, int status)
    {
        await Server.MkColAsync("/folder");
        await Server.PutAsync("/file", "x");

        Assert.Equal(status, await Server.StatusAsync("MKCOL", path));
    }

    [Fact]
    public async Task Body_IsRefused_WhenItComesWithMkCol()
    {
        Assert.Equal(415, await Server.StatusWithBodyAsync("MKCOL", "/new", "<a/>"));
        Assert.Equal(404, await Server.StatusAsync("GET", "/new"));
    }
}
