using System.Net;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Dav;

public sealed class RequestLimitTests : IAsyncLifetime
{
    private const int Limit = 2;

    private DavServer _server = null!;

    public async Task InitializeAsync() => _server = await DavServer.StartAsync(("DAV_MAX_CONCURRENT", $"{Limit}"));

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task OneTooMany_IsToldToComeBack_WhileUploadsRun()
    {
        using var one = new GatedContent("one");
        using var two = new GatedContent("two");
        var first = _server.SendAsync("PUT", "/1", one);
        var second = _server.SendAsync("PUT", "/2", two);
        await WaitUntilUnderWayAsync();

        using (var third = await TooManyAsync())
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
            Assert.Equal(TimeSpan.FromSeconds(1), third.Headers.RetryAfter?.Delta);
        }

        one.Finish();
        Assert.Equal(HttpStatusCode.Created, (await first).StatusCode);
        Assert.Equal("one", await _server.GetAsync("/1"));
        two.Finish();
        Assert.Equal(HttpStatusCode.Created, (await second).StatusCode);
    }

    [Fact]
    public async Task Download_Counts_UntilItsBodyEnds()
    {
        using (var put = await _server.SendAsync("PUT", "/big", new ByteArrayContent(new byte[30_000_000])))
        {
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        }

        var downloads = new List<HttpResponseMessage>();
        for (var i = 0; i < Limit; i++)
        {
            downloads.Add(await _server.Client.GetAsync(new Uri("/big", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead));
        }

        using (var third = await TooManyAsync())
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, third.StatusCode);
        }

        // One breaks off, one reads to its end.
        downloads[0].Dispose();
        Assert.Equal(30_000_000, (await downloads[1].Content.ReadAsByteArrayAsync()).Length);
        downloads[1].Dispose();
        using var again = await _server.SendAsync("HEAD", "/big");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task NoRequest_IsRefused_WhenTheClientKeepsToTheLimit()
    {
        await _server.PutAsync("/f", "f");

        var statuses = await Task.WhenAll(Enumerable.Range(0, Limit).Select(async _ =>
        {
            var seen = new List<HttpStatusCode>();
            for (var i = 0; i < 300; i++)
            {
                using var response = await _server.SendAsync("GET", "/f");
                seen.Add(response.StatusCode);
            }

            return seen;
        }));

        Assert.All(statuses.SelectMany(static seen => seen), static status => Assert.Equal(HttpStatusCode.OK, status));
    }

    [Fact]
    public async Task Probes_AreAnswered_WhenTheLimitIsReached()
    {
        using var one = new GatedContent("one");
        using var two = new GatedContent("two");
        var uploads = new[] { _server.SendAsync("PUT", "/1", one), _server.SendAsync("PUT", "/2", two) };
        await WaitUntilUnderWayAsync();

        Assert.Equal(200, await _server.StatusAsync("GET", "/health"));

        one.Finish();
        two.Finish();
        await Task.WhenAll(uploads);
    }

    /// <summary>As many uploads as there may be: the server stores what has come of them, so that no probe of the test's takes their turn.</summary>
    private Task WaitUntilUnderWayAsync() => Eventually.BecomesTrueAsync(
        () => Directory.Exists(_server.Temporary) && Directory.EnumerateFiles(_server.Temporary).Count() == Limit,
        TestCluster.Patience,
        "the uploads are under way");

    /// <summary>A request that waits for its turn until the clock says that it is to be refused.</summary>
    private async Task<HttpResponseMessage> TooManyAsync() =>
        await _server.Clock.AdvanceUntilAsync(_server.SendAsync("GET", "/"), TimeSpan.FromMilliseconds(100));
}
