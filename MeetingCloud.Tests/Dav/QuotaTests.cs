using System.Globalization;
using System.Net;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Dav;

public sealed class QuotaTests : IAsyncLifetime
{
    private const int Quota = 10_000;

    private DavServer _server = null!;

    public async Task InitializeAsync() => _server = await DavServer.StartAsync(("DAV_QUOTA_BYTES", Quota.ToString(CultureInfo.InvariantCulture)));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Use_FollowsEveryChange_AndARestartFindsTheSame()
    {
        await _server.PutAsync("/a", new string('a', 1000));
        Assert.Equal((1000, Quota - 1000), await UseAsync());
        await _server.PutAsync("/a", new string('a', 300));
        Assert.Equal(300, (await UseAsync()).Used);
        await _server.MkColAsync("/c");
        Assert.Equal(201, await _server.StatusAsync("COPY", "/a", ("Destination", _server.Url + "/c/copy")));
        Assert.Equal(600, (await UseAsync()).Used);
        await PropPatchTests.SetAsync(_server, "/c/copy", "color", new string('x', 500));
        var withProperty = (await UseAsync()).Used;
        Assert.InRange(withProperty, 1100, 1500);
        Assert.Equal(201, await _server.StatusAsync("COPY", "/c", ("Destination", _server.Url + "/d")));
        Assert.Equal(300 + (2 * (withProperty - 300)), (await UseAsync()).Used);
        Assert.Equal(204, await _server.StatusAsync("MOVE", "/d", ("Destination", _server.Url + "/c")));
        Assert.Equal(withProperty, (await UseAsync()).Used);
        Assert.Equal(204, await _server.StatusAsync("MOVE", "/c/copy", ("Destination", _server.Url + "/a")));
        Assert.Equal(withProperty - 300, (await UseAsync()).Used);

        await _server.StopAsync();
        await _server.StartAsync();
        Assert.Equal(withProperty - 300, (await UseAsync()).Used);

        Assert.Equal(204, await _server.StatusAsync("DELETE", "/a"));
        Assert.Equal(204, await _server.StatusAsync("DELETE", "/c"));
        Assert.Equal((0, Quota), await UseAsync());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Upload_IsRefusedAndNothingLost_WhenItDoesNotFit(bool announced)
    {
        await _server.PutAsync("/a", new string('a', 6000));
        using HttpContent content = announced ? new StringContent(new string('b', Quota + 1)) : Unannounced(new string('b', Quota + 1));

        using var put = await _server.SendAsync("PUT", "/a", content);

        Assert.Equal(HttpStatusCode.InsufficientStorage, put.StatusCode);
        Assert.Equal(new string('a', 6000), await _server.GetAsync("/a"));
        Assert.Equal((6000, 4000), await UseAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_server.Temporary));
    }

    [Fact]
    public async Task Upload_IsRefusedBeforeItsBody_WhenTheDiskCannotHoldIt()
    {
        await using var server = await DavServer.StartAsync(new SmallDisk());
        using var content = new GatedContent("never sent");
        content.Headers.ContentLength = SmallDisk.Room + 1;
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("/a", UriKind.Relative)) { Content = content };
        request.Headers.ExpectContinue = true;

        using var response = await server.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.InsufficientStorage, response.StatusCode);
        Assert.False(content.Begun.IsCompleted);
        Assert.Empty(Directory.EnumerateFileSystemEntries(server.Temporary));
        await server.PutAsync("/a", new string('a', SmallDisk.Room));
    }

    [Fact]
    public async Task File_IsReplaced_WhereBothDoNotFitAtOnce()
    {
        await _server.PutAsync("/a", new string('a', 6000));

        Assert.Equal(507, await _server.StatusWithBodyAsync("PUT", "/b", new string('b', 4001)));
        Assert.Equal(204, await _server.StatusWithBodyAsync("PUT", "/a", new string('b', Quota)));

        Assert.Equal((Quota, 0), await UseAsync());
    }

    [Fact]
    public async Task Copy_IsRefusedAndLeavesNothing_WhenItDoesNotFit()
    {
        await _server.MkColAsync("/c");
        await _server.PutAsync("/c/1", new string('a', 3000));
        await _server.PutAsync("/c/2", new string('a', 3000));

        Assert.Equal(507, await _server.StatusAsync("COPY", "/c", ("Destination", _server.Url + "/d")));

        Assert.Equal(404, await _server.StatusAsync("GET", "/d"));
        Assert.Equal((6000, 4000), await UseAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_server.Temporary));
    }

    [Fact]
    public async Task Properties_AreRefusedAndStayAsTheyAre_WhenTheyDoNotFit()
    {
        await _server.PutAsync("/a", "a");
        await PropPatchTests.SetAsync(_server, "/a", "color", "blue");

        Assert.Equal(507, await _server.StatusWithBodyAsync("PROPPATCH", "/a", $"<propertyupdate xmlns='DAV:'><set><prop><color xmlns='urn:x'>{new string('x', Quota)}</color></prop></set></propertyupdate>"));

        Assert.Equal("blue", await PropPatchTests.GetAsync(_server, "/a", "color"));
    }

    [Fact]
    public async Task Room_IsTheDisks_WhereThereIsNoQuota()
    {
        await using var server = await DavServer.StartAsync(new SmallDisk());

        Assert.Equal("5000", (await Multistatus.PropFindAsync(server, "/", body: QuotaBody)).Value(Multistatus.Dav + "quota-available-bytes"));
    }

    private const string QuotaBody = "<propfind xmlns='DAV:'><prop><quota-used-bytes/><quota-available-bytes/></prop></propfind>";

    private static StreamContent Unannounced(string text)
    {
        var content = new StreamContent(new MemoryStream(System.Text.Encoding.ASCII.GetBytes(text)));
        content.Headers.ContentLength = null;
        return content;
    }

    private async Task<(long Used, long Available)> UseAsync()
    {
        var answer = await Multistatus.PropFindAsync(_server, "/", body: QuotaBody);
        return (
            long.Parse(answer.Value(Multistatus.Dav + "quota-used-bytes"), CultureInfo.InvariantCulture),
            long.Parse(answer.Value(Multistatus.Dav + "quota-available-bytes"), CultureInfo.InvariantCulture));
    }

    private sealed class SmallDisk : IDiskSpace
    {
        /// <summary>HttpClient sends small bodies unasked, whatever the answer.</summary>
        public const int Room = 5000;

        public DiskSpace Measure(string path) => new(10_000, Room);
    }
}
