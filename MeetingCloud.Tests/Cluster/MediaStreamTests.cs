using System.Net;
using System.Net.Http.Headers;
using MeetingCloud.Api.Distribution;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster;

/// <summary>Listening to tracks: through nodes, which fetch what is asked for, and through the control plane where there is none.</summary>
public sealed class MediaStreamTests : IAsyncLifetime, IDisposable
{
    /// <summary>Follows redirects, as players do.</summary>
    private readonly HttpClient _listener = new();

    private TestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 2);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task Crowd_CostsTheControlPlaneOneReadForEachNode()
    {
        const int listeners = 50;
        var audio = HttpExtensions.Bytes(5_000_000);
        var track = await _cluster.Admin.CreateTrackAsync(audio);
        var sha256 = HttpExtensions.Sha256(audio);
        var nodes = await Task.WhenAll(Enumerable.Range(0, listeners).Select(async _ =>
        {
            using var response = await _listener.GetAsync(track.Audio!.Url);
            Assert.Equal(sha256, HttpExtensions.Sha256(await response.Content.ReadAsByteArrayAsync()));
            Assert.Equal("audio/mpeg", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal("Opening.mp3", response.Content.Headers.ContentDisposition!.FileName);
            return response.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Authority);
        }));

        // All came from nodes, and from both of them.
        Assert.Equal(_cluster.Nodes.Select(n => n.Url).Order(), nodes.Distinct().Order());
        Assert.InRange(Reads(_cluster.Api, sha256), 1, 2);
    }

    [Fact]
    public async Task Listeners_MeetOnOneNode_UntilItHasItsShare()
    {
        var track = await _cluster.Admin.CreateTrackAsync(HttpExtensions.Bytes(100_000));
        var first = await NodeOfAsync(track);
        for (var i = 0; i < 4; i++)
        {
            Assert.Equal(first, await NodeOfAsync(track));
        }
    }

    [Fact]
    public async Task SecondNode_AsksTheFirst_AndNotTheControlPlane()
    {
        var audio = HttpExtensions.Bytes(1_000_000);
        var track = await _cluster.Admin.CreateTrackAsync(audio);
        var sha256 = HttpExtensions.Sha256(audio);
        Assert.Equal(audio, await _listener.GetByteArrayAsync(track.Audio!.Url));
        var url = await NodeOfAsync(track);
        var first = _cluster.Nodes.Single(n => n.Url == url);
        await Support.Eventually.BecomesTrueAsync(
            () => first.Services.GetRequiredService<BlobStore>().TryGetSize(BlobHash.Parse(sha256), out _), TestCluster.Patience, "it is stored");
        Assert.Equal(1, Reads(_cluster.Api, sha256));

        // So many that the first has more than its share.
        var nodes = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            using var response = await _listener.GetAsync(track.Audio.Url);
            Assert.Equal(audio, await response.Content.ReadAsByteArrayAsync());
            nodes.Add(response.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Authority));
        }

        Assert.Contains(nodes, node => node != url);
        Assert.Equal(1, Reads(_cluster.Api, sha256));
        // The first listener, those of now, and the other node.
        Assert.Equal(1 + nodes.Count(node => node == url) + 1, Reads(first, sha256));
    }

    [Fact]
    public async Task Listener_GoesOnAtAnotherNode_WhenHisNodeDies()
    {
        var audio = HttpExtensions.Bytes(40_000_000);
        var track = await _cluster.Admin.CreateTrackAsync(audio);
        using var got = new MemoryStream();
        TestHost node;
        using (var begun = await _listener.GetAsync(track.Audio!.Url, HttpCompletionOption.ResponseHeadersRead))
        {
            var from = begun.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Authority);
            node = _cluster.Nodes.Single(n => n.Url == from);
            var stream = await begun.Content.ReadAsStreamAsync();
            var buffer = new byte[64 * 1024];
            while (got.Length < audio.Length / 4)
            {
                got.Write(buffer, 0, await stream.ReadAsync(buffer));
            }

            await node.CrashAsync();
        }

        await _cluster.WaitUntilLostAsync(node.Id);
        using var rest = new HttpRequestMessage(HttpMethod.Get, track.Audio.Url);
        rest.Headers.Range = new RangeHeaderValue(got.Length, null);
        rest.Headers.IfRange = new RangeConditionHeaderValue($"\"{track.Audio.Sha256}\"");
        using var response = await _listener.SendAsync(rest);
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(_cluster.Nodes.Single(n => n != node).Url, response.RequestMessage!.RequestUri!.GetLeftPart(UriPartial.Authority));
        got.Write(await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(track.Audio.Sha256, HttpExtensions.Sha256(got.ToArray()));
    }

    [Fact]
    public async Task Stream_GivesRanges_OnNodesAndOnTheControlPlane()
    {
        var audio = HttpExtensions.Bytes(300_000);
        var track = await _cluster.Admin.CreateTrackAsync(audio);
        await CheckAsync();
        foreach (var node in _cluster.Nodes)
        {
            await node.StopAsync();
        }

        await _cluster.WaitUntilLostAsync([.. _cluster.Nodes.Select(n => n.Id)]);
        await CheckAsync();

        async Task CheckAsync()
        {
            foreach (var (range, status, bytes) in new[]
            {
                ("bytes=0-", 206, audio), ("bytes=100000-100009", 206, audio[100_000..100_010]), ("bytes=-5", 206, audio[^5..]),
                ("bytes=400000-", 416, null),
            })
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, track.Audio!.Url) { Headers = { { "Range", range } } };
                using var response = await _listener.SendAsync(request);
                Assert.Equal(status, (int)response.StatusCode);
                Assert.Equal($"\"{track.Audio.Sha256}\"", response.Headers.ETag!.Tag);
                if (bytes is not null)
                {
                    Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync());
                }
            }

            using var head = await _listener.SendAsync(new HttpRequestMessage(HttpMethod.Head, track.Audio!.Url));
            Assert.Equal((audio.Length, "audio/mpeg"), (head.Content.Headers.ContentLength, head.Content.Headers.ContentType!.MediaType));
        }
    }

    [Fact]
    public async Task Artwork_ComesFromANode_ByALinkThatBrowsersMayKeep()
    {
        var series = await _cluster.Admin.CreateSeriesAsync();
        var cover = Routes.Artwork(Routes.Series, series.Id, ArtworkSlot.Cover);
        using var put = await _cluster.Admin.PutAsync(cover, new ByteArrayContent(MediaSamples.Png()));
        using var redirect = await _cluster.Attendee.GetAsync(cover);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, redirect.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(1), redirect.Headers.CacheControl!.MaxAge);
        using var shown = await _listener.GetAsync(redirect.Headers.Location);
        Assert.Equal("image/png", shown.Content.Headers.ContentType!.MediaType);
        Assert.Equal("inline", shown.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal(MediaSamples.Png(), await shown.Content.ReadAsByteArrayAsync());

        using var conditional = new HttpRequestMessage(HttpMethod.Get, cover);
        conditional.Headers.IfNoneMatch.Add(shown.Headers.ETag!);
        using var unchanged = await _cluster.Attendee.SendAsync(conditional);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
    }

    [Fact]
    public async Task Audio_IsReplacedAndRemoved()
    {
        var track = await _cluster.Admin.CreateTrackAsync(HttpExtensions.Bytes(1000));
        using var other = await _cluster.Admin.PutAudioAsync(track.Id, HttpExtensions.Bytes(2000, seed: 2), "audio/flac");
        var replaced = await other.ReadContractAsync<Track>();
        Assert.Equal((2000, "audio/flac", track.Version + 1), (replaced.Audio!.Size, replaced.Audio.ContentType, replaced.Version));
        Assert.Equal(HttpExtensions.Bytes(2000, seed: 2), await _listener.GetByteArrayAsync(replaced.Audio.Url));

        await ProblemAssert.IsAsync(await _cluster.Admin.PutAudioAsync(track.Id, "<html>"u8.ToArray(), "text/html"), 415);
        await ProblemAssert.IsAsync(await _cluster.Admin.PutAudioAsync(track.Id, "<html>"u8.ToArray(), type: null), 415);
        await ProblemAssert.IsAsync(await _cluster.Admin.PutAudioAsync(track.Id, []), 422);
        await ProblemAssert.IsAsync(await _cluster.Admin.PutAudioAsync("nobody", [1]), 404);
        using var stale = new HttpRequestMessage(HttpMethod.Put, Routes.TrackAudio(track.Id)) { Content = MediaSamples.Body([1], "audio/mpeg") };
        stale.Headers.IfMatch.Add(new EntityTagHeaderValue("\"1\""));
        await ProblemAssert.IsAsync(await _cluster.Admin.SendAsync(stale), 412);
        using var second = new HttpRequestMessage(HttpMethod.Put, Routes.TrackAudio(track.Id)) { Content = MediaSamples.Body([1], "audio/mpeg") };
        second.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        await ProblemAssert.IsAsync(await _cluster.Admin.SendAsync(second), 412);
        Assert.Equal(replaced.Audio.Sha256, (await _cluster.Attendee.GetContractAsync<Track>($"{Routes.Tracks}/{track.Id}")).Audio!.Sha256);

        using var removed = await _cluster.Admin.DeleteAsync(Routes.TrackAudio(track.Id));
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await ProblemAssert.IsAsync(await _cluster.Attendee.GetAsync(Routes.TrackStream(track.Id)), 404);
        using var first = new HttpRequestMessage(HttpMethod.Put, Routes.TrackAudio(track.Id)) { Content = MediaSamples.Body([1], "audio/mpeg") };
        first.Headers.IfNoneMatch.Add(EntityTagHeaderValue.Any);
        using var stored = await _cluster.Admin.SendAsync(first);
        Assert.Equal(1, (await stored.ReadContractAsync<Track>()).Audio!.Size);
    }

    [Fact]
    public async Task Sweeper_KeepsWhatIsNamed_AndDeletesWhatDeletedTracksLeft()
    {
        var kept = await _cluster.Admin.CreateTrackAsync(HttpExtensions.Bytes(1000));
        var deleted = await _cluster.Admin.CreateTrackAsync(HttpExtensions.Bytes(1000, seed: 2));
        var cover = Routes.Artwork(Routes.Tracks, kept.Id, ArtworkSlot.Cover);
        using var put = await _cluster.Admin.PutAsync(cover, new ByteArrayContent(MediaSamples.Png()));
        using var gone = await _cluster.Admin.DeleteAsync($"{Routes.Tracks}/{deleted.Id}");
        var store = _cluster.Api.Services.GetRequiredService<BlobStore>();
        var clock = new ManualTimeProvider(TimeProvider.System.GetUtcNow());
        var sweeper = ActivatorUtilities.CreateInstance<BlobSweeper>(_cluster.Api.Services, clock);

        // Just uploaded, its row might still come.
        Assert.Equal(0, await sweeper.SweepAsync(CancellationToken.None));
        foreach (var file in Directory.EnumerateFiles(_cluster.UploadFolder, "*", SearchOption.AllDirectories))
        {
            File.SetLastWriteTimeUtc(file, File.GetLastWriteTimeUtc(file).AddHours(-2));
        }

        // It has only now lost its name: somebody may be listening, and a backup may name it.
        Assert.Equal(0, await sweeper.SweepAsync(CancellationToken.None));
        clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(1, await sweeper.SweepAsync(CancellationToken.None));
        Assert.False(store.TryGetSize(BlobHash.Parse(deleted.Audio!.Sha256), out _));
        Assert.Equal(HttpExtensions.Bytes(1000), await _listener.GetByteArrayAsync(kept.Audio!.Url));
        Assert.Equal(MediaSamples.Png(), await _listener.GetByteArrayAsync(_cluster.Api.Url + cover));
    }

    private static int Reads(TestControlPlane api, string sha256) => api.Instances.Sum(instance => Reads(instance, sha256));

    private static int Reads(TestHost host, string sha256) =>
        host.Requests.Count(r => r == $"GET {Routes.Blob(sha256)}");

    private async Task<string> NodeOfAsync(Track track)
    {
        using var redirect = await _cluster.Attendee.GetAsync(Routes.TrackStream(track.Id));
        Assert.Equal(HttpStatusCode.TemporaryRedirect, redirect.StatusCode);
        Assert.True(redirect.Headers.CacheControl!.NoStore);
        return redirect.Headers.Location!.GetLeftPart(UriPartial.Authority);
    }
}
