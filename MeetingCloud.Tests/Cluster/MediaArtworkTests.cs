using System.Net;
using System.Net.Http.Headers;
using System.Text;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>Covers and backgrounds, one by one and for many.</summary>
public sealed class MediaArtworkTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private Series _series = null!;
    private Album _album = null!;

    private string Cover => Routes.Artwork(Routes.Albums, _album.Id, ArtworkSlot.Cover);

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(nodes: 0);
        _series = await _cluster.Admin.CreateSeriesAsync();
        _album = await _cluster.Admin.CreateAlbumAsync(_series.Id);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Artwork_IsStoredReplacedShownAndRemoved()
    {
        var bytes = MediaSamples.Png();
        using var put = await _cluster.Admin.PutAsync(Cover, MediaSamples.Body(bytes, "application/octet-stream"));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        var artwork = await put.ReadContractAsync<Artwork>();
        Assert.Equal((_cluster.Api.Url + Cover, HttpExtensions.Sha256(bytes), 1000, "image/png"), (artwork.Url, artwork.Sha256, artwork.Size, artwork.ContentType));
        using var again = await _cluster.Admin.PutAsync(Cover, new ByteArrayContent(bytes));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);

        // The same once more changed nothing.
        var album = await AlbumAsync();
        Assert.Equal((artwork, null, 2L), (album.Artwork.Cover, album.Artwork.Background, album.Version));

        using var shown = await _cluster.Attendee.GetAsync(Cover);
        Assert.Equal(bytes, await shown.Content.ReadAsByteArrayAsync());
        Assert.Equal("image/png", shown.Content.Headers.ContentType!.MediaType);
        Assert.Equal("inline", shown.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("nosniff", shown.Headers.GetValues("X-Content-Type-Options").Single());

        using var replaced = await _cluster.Admin.PutAsync(Cover, new ByteArrayContent(MediaSamples.Png(500, seed: 2)));
        Assert.Equal(500, (await replaced.ReadContractAsync<Artwork>()).Size);
        using var removed = await _cluster.Admin.DeleteAsync(Cover);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        await ProblemAssert.IsAsync(await _cluster.Attendee.GetAsync(Cover), 404);
        await ProblemAssert.IsAsync(await _cluster.Admin.DeleteAsync(Cover), 404);
        Assert.Null((await AlbumAsync()).Artwork.Cover);
    }

    [Fact]
    public async Task Artwork_IsNotSentAgain_WhenTheClientHasIt()
    {
        using var put = await _cluster.Admin.PutAsync(Cover, new ByteArrayContent(MediaSamples.Png()));
        using var shown = await _cluster.Attendee.GetAsync(Cover);
        using var conditional = new HttpRequestMessage(HttpMethod.Get, Cover);
        conditional.Headers.IfNoneMatch.Add(shown.Headers.ETag!);
        using var unchanged = await _cluster.Attendee.SendAsync(conditional);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        Assert.Equal(shown.Headers.ETag, unchanged.Headers.ETag);
        Assert.Equal(TimeSpan.FromMinutes(1), unchanged.Headers.CacheControl!.MaxAge);
        using var head = await _cluster.Attendee.SendAsync(new HttpRequestMessage(HttpMethod.Head, Cover));
        Assert.Equal(1000, head.Content.Headers.ContentLength);
    }

    [Fact]
    public async Task Artwork_IsReplacedOrRemoved_OnlyWhereItsConditionHolds()
    {
        await ProblemAssert.IsAsync(await SendAsync(HttpMethod.Put, MediaSamples.Png(), ifMatch: "*"), 412);
        using var first = await SendAsync(HttpMethod.Put, MediaSamples.Png(), ifNoneMatch: "*");
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        await ProblemAssert.IsAsync(await SendAsync(HttpMethod.Put, MediaSamples.Png(500, seed: 2), ifNoneMatch: "*"), 412);
        await ProblemAssert.IsAsync(await SendAsync(HttpMethod.Put, MediaSamples.Png(500, seed: 2), ifMatch: "\"1\""), 412);
        await ProblemAssert.IsAsync(await SendAsync(HttpMethod.Delete, null, ifMatch: "\"1\""), 412);
        var cover = (await AlbumAsync()).Artwork.Cover!;
        Assert.Equal(HttpExtensions.Sha256(MediaSamples.Png()), cover.Sha256);

        // The entity tag that GET gives, or the album's version.
        using var replaced = await SendAsync(HttpMethod.Put, MediaSamples.Png(500, seed: 2), ifMatch: $"\"{cover.Sha256}\"");
        Assert.Equal(HttpStatusCode.OK, replaced.StatusCode);
        using var removed = await SendAsync(HttpMethod.Delete, null, ifMatch: "\"2\", \"3\"");
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, byte[]? bytes, string? ifMatch = null, string? ifNoneMatch = null)
        {
            using var request = new HttpRequestMessage(method, Cover) { Content = bytes is null ? null : new ByteArrayContent(bytes) };
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch ?? "");
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch ?? "");
            return await _cluster.Admin.SendAsync(request);
        }
    }

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>", "image/svg+xml")]
    [InlineData("<html><script>alert(1)</script></html>", "image/png")]
    [InlineData("", "image/png")]
    public async Task Artwork_IsRefused_WhenItsBytesAreNoPicture(string content, string claimed)
    {
        using var body = new StringContent(content);
        body.Headers.ContentType = new MediaTypeHeaderValue(claimed);
        await ProblemAssert.IsAsync(await _cluster.Admin.PutAsync(Cover, body), 415);
        Assert.Equal(1, (await AlbumAsync()).Version);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Artwork_IsRefused_WhenItIsTooLarge(bool announced)
    {
        const int max = 20 << 20;
        var bytes = MediaSamples.Png(max + 1);
        HttpContent Body(byte[] content) => announced ? new ByteArrayContent(content) : new StreamContent(new UnseekableStream(content));
        await ProblemAssert.IsAsync(await _cluster.Admin.PutAsync(Cover, Body(bytes)), 413);
        Assert.Null((await AlbumAsync()).Artwork.Cover);
        using var fits = await _cluster.Admin.PutAsync(Cover, Body(bytes[..max]));
        Assert.Equal(HttpStatusCode.Created, fits.StatusCode);
    }

    [Fact]
    public async Task Artwork_IsRefused_ForWhatIsNotThere()
    {
        await ProblemAssert.IsAsync(
            await _cluster.Admin.PutAsync(Routes.Artwork(Routes.Albums, "nobody", ArtworkSlot.Cover), new ByteArrayContent(MediaSamples.Png())), 404);
        await ProblemAssert.IsAsync(
            await _cluster.Admin.PutAsync($"{Routes.Albums}/{_album.Id}/artwork/poster", new ByteArrayContent(MediaSamples.Png())), 404);
    }

    [Fact]
    public async Task OneUpload_BecomesTheCoverOfMany()
    {
        var other = await _cluster.Admin.CreateAlbumAsync(_series.Id);
        var bytes = MediaSamples.Png();
        using var put = await _cluster.Admin.PutAsync(
            $"{Routes.Albums}/batch-artwork?ids={_album.Id},nobody,{other.Id}&slot=background", new ByteArrayContent(bytes));
        var result = await put.ReadContractAsync<BatchResult>();
        Assert.Equal(2, result.Changed);
        Assert.Equal([BatchOutcome.Updated, BatchOutcome.NotFound, BatchOutcome.Updated], result.Results.Select(r => r.Status));

        // What an album has, tracks may have as well, without another upload.
        var track = await _cluster.Admin.CreateTrackAsync(other.Id);
        var sha256 = (await AlbumAsync()).Artwork.Background!.Sha256;
        using var copied = await _cluster.Admin.PostContractAsync(
            $"{Routes.Tracks}/batch-artwork", new BatchArtworkRequest([track.Id, "nobody"], ArtworkSlot.Cover, sha256));
        Assert.Equal([BatchOutcome.Updated, BatchOutcome.NotFound], (await copied.ReadContractAsync<BatchResult>()).Results.Select(r => r.Status));
        using var again = await _cluster.Admin.PostContractAsync(
            $"{Routes.Tracks}/batch-artwork", new BatchArtworkRequest([track.Id], ArtworkSlot.Cover, sha256));
        Assert.Equal([BatchOutcome.Unchanged], (await again.ReadContractAsync<BatchResult>()).Results.Select(r => r.Status));

        foreach (var path in new[] { Routes.Artwork(Routes.Albums, other.Id, ArtworkSlot.Background), Routes.Artwork(Routes.Tracks, track.Id, ArtworkSlot.Cover) })
        {
            Assert.Equal(bytes, await _cluster.Attendee.GetByteArrayAsync(path));
        }
    }

    [Fact]
    public async Task BatchArtwork_IsRefused_WhenItNamesNoPicture()
    {
        var path = $"{Routes.Albums}/batch-artwork";
        var unknown = new string('0', 64);
        await ProblemAssert.IsAsync(await _cluster.Admin.PostContractAsync(path, new BatchArtworkRequest([_album.Id], ArtworkSlot.Cover, unknown)), 422);
        await ProblemAssert.IsAsync(await _cluster.Admin.PostContractAsync(path, new BatchArtworkRequest([_album.Id], null, unknown)), 422);
        await ProblemAssert.IsAsync(await _cluster.Admin.PutAsync($"{path}?ids={_album.Id}&slot=poster", new ByteArrayContent(MediaSamples.Png())), 422);
        await ProblemAssert.IsAsync(await _cluster.Admin.PutAsync($"{path}?slot=cover", new ByteArrayContent(MediaSamples.Png())), 422);
        var many = string.Join(',', Enumerable.Range(0, 101));
        await ProblemAssert.IsAsync(await _cluster.Admin.PutAsync($"{path}?ids={many}&slot=cover", new ByteArrayContent(MediaSamples.Png())), 422);
        await ProblemAssert.IsAsync(await _cluster.Admin.PutAsync($"{path}?ids={_album.Id}&slot=cover", new ByteArrayContent([1, 2, 3])), 415);
        Assert.Equal(1, (await AlbumAsync()).Version);
    }

    [Theory]
    [InlineData("7")]
    [InlineData("1")]
    [InlineData("\"7\"")]
    public async Task BatchArtwork_IsRefused_WhenItsSlotIsNoName(string slot)
    {
        var bytes = MediaSamples.Png();
        using var put = await _cluster.Admin.PutAsync(Cover, new ByteArrayContent(bytes));
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        using var body = new StringContent(
            $$"""{"ids":["{{_album.Id}}"],"slot":{{slot}},"sha256":"{{HttpExtensions.Sha256(bytes)}}"}""", Encoding.UTF8, "application/json");
        await ProblemAssert.IsAsync(await _cluster.Admin.PostAsync($"{Routes.Albums}/batch-artwork", body), 422);
        Assert.Equal(2, (await AlbumAsync()).Version);
    }

    private Task<Album> AlbumAsync() => _cluster.Attendee.GetContractAsync<Album>($"{Routes.Albums}/{_album.Id}");

    // Has no length to announce, so it is sent in chunks.
    private sealed class UnseekableStream(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;
    }
}
