using System.Net;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>Series, albums and tracks over HTTP, as the contract has them.</summary>
public sealed class MediaContractTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 0);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Library_IsBuiltAndRead_WithoutACredential()
    {
        using var created = await _cluster.Admin.PostContractAsync(Routes.Series, new SeriesRequest(" Talks ", "All of them"));
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        var series = await created.ReadContractAsync<Series>();
        Assert.Equal($"{Routes.Series}/{series.Id}", created.Headers.Location!.OriginalString);
        Assert.Equal("\"1\"", created.Headers.ETag!.Tag);
        Assert.Equal(("Talks", "All of them", 0, 0), (series.Title, series.Description, series.Position, series.AlbumCount));

        using var second = await _cluster.Admin.PostContractAsync(
            Routes.Albums, new AlbumRequest(series.Id, "Autumn", "The Board", "Recordings", 2026));
        var album = await second.ReadContractAsync<Album>();
        Assert.Equal((series.Id, "The Board", 2026), (album.SeriesId, album.Artist, album.Year));
        var first = await _cluster.Admin.CreateTrackAsync(album.Id, "Opening");
        var next = await _cluster.Admin.CreateTrackAsync(album.Id, "Closing");
        Assert.Equal((1, 2), (first.Number, next.Number));
        Assert.Null(first.Audio);
        Assert.Null(first.Artwork.Cover);

        Assert.Equal(1, (await _cluster.Attendee.GetContractAsync<Series>($"{Routes.Series}/{series.Id}")).AlbumCount);
        Assert.Equal(2, (await _cluster.Attendee.GetContractAsync<Album>($"{Routes.Albums}/{album.Id}")).TrackCount);
        var tracks = await _cluster.Attendee.GetContractAsync<Page<Track>>($"{Routes.Tracks}?album_id={album.Id}");
        Assert.Equal(["Opening", "Closing"], tracks.Items.Select(t => t.Title));
        Assert.Equal(first.Id, (await _cluster.Attendee.GetContractAsync<Track>($"{Routes.Tracks}/{first.Id}")).Id);
    }

    [Fact]
    public async Task List_PagesFiltersAndSearches()
    {
        var second = await _cluster.Admin.CreateSeriesAsync("100% jazz", position: 2);
        var first = await _cluster.Admin.CreateSeriesAsync("Lectures", position: 1);
        var third = await _cluster.Admin.CreateSeriesAsync("Concerts");
        var page = await _cluster.Attendee.GetContractAsync<Page<Series>>($"{Routes.Series}?page=2&page_size=2");
        Assert.Equal((3, 2, 2), (page.Total, page.PageNumber, page.PageSize));
        Assert.Equal([third.Id], page.Items.Select(s => s.Id));
        Assert.Equal([first.Id, second.Id], (await _cluster.Attendee.GetContractAsync<Page<Series>>($"{Routes.Series}?page_size=2")).Items.Select(s => s.Id));
        // The sign is searched for; it stands for nothing.
        Assert.Equal([second.Id], (await _cluster.Attendee.GetContractAsync<Page<Series>>($"{Routes.Series}?q=0%25%20J")).Items.Select(s => s.Id));
        Assert.Empty((await _cluster.Attendee.GetContractAsync<Page<Series>>($"{Routes.Series}?q=_")).Items);

        var album = await _cluster.Admin.CreateAlbumAsync(first.Id, "One");
        var other = await _cluster.Admin.CreateAlbumAsync(second.Id, "Two");
        var track = await _cluster.Admin.CreateTrackAsync(other.Id, "Blue");
        await _cluster.Admin.CreateTrackAsync(album.Id, "Red");
        Assert.Equal(["One"], (await _cluster.Attendee.GetContractAsync<Page<Album>>($"{Routes.Albums}?series_id={first.Id}")).Items.Select(a => a.Title));
        Assert.Equal([track.Id], (await _cluster.Attendee.GetContractAsync<Page<Track>>($"{Routes.Tracks}?series_id={second.Id}")).Items.Select(t => t.Id));
        Assert.Equal([track.Id], (await _cluster.Attendee.GetContractAsync<Page<Track>>($"{Routes.Tracks}?q=blu")).Items.Select(t => t.Id));
        await ProblemAssert.IsAsync(await _cluster.Attendee.GetAsync($"{Routes.Tracks}?page=0"), 422);
        foreach (var size in new[] { "0", "-1", "many", "1.5" })
        {
            await ProblemAssert.IsAsync(await _cluster.Attendee.GetAsync($"{Routes.Albums}?page_size={size}"), 422);
        }
    }

    [Theory]
    [InlineData("", 50)]
    [InlineData("?page_size=500", 500)]
    [InlineData("?page_size=501", 500)]
    [InlineData("?page_size=2000000000", 500)]
    public async Task List_HasPagesOfAtMost500_WhateverIsAskedFor(string query, int size) =>
        Assert.Equal(size, (await _cluster.Attendee.GetContractAsync<Page<Series>>(Routes.Series + query)).PageSize);

    [Fact]
    public async Task Change_CountsTheVersion_AndIsRefused_WhenSomebodyWasFaster()
    {
        var from = await _cluster.Admin.CreateSeriesAsync();
        var to = await _cluster.Admin.CreateSeriesAsync();
        await _cluster.Admin.CreateAlbumAsync(to.Id, "There before");
        var album = await _cluster.Admin.CreateAlbumAsync(from.Id);
        var path = $"{Routes.Albums}/{album.Id}";

        using var moved = await _cluster.Admin.PutContractAsync(path, new AlbumRequest(to.Id, "Winter"), "\"1\"");
        var changed = await moved.ReadContractAsync<Album>();
        Assert.Equal(("Winter", to.Id, 1, 2L), (changed.Title, changed.SeriesId, changed.Position, changed.Version));
        Assert.Equal("\"2\"", moved.Headers.ETag!.Tag);

        await ProblemAssert.IsAsync(await _cluster.Admin.PutContractAsync(path, new AlbumRequest(to.Id, "Spring"), "\"1\""), 412);
        using var stale = new HttpRequestMessage(HttpMethod.Delete, path) { Headers = { { "If-Match", "\"1\"" } } };
        await ProblemAssert.IsAsync(await _cluster.Admin.SendAsync(stale), 412);
        Assert.Equal("Winter", (await _cluster.Attendee.GetContractAsync<Album>(path)).Title);

        // Ten writers at once: each change is counted, none is lost.
        await Task.WhenAll(Enumerable.Range(0, 10).Select(async i =>
        {
            using var response = await _cluster.Admin.PutContractAsync(path, new AlbumRequest(to.Id, $"Title {i}"));
            await response.ReadContractAsync<Album>();
        }));
        Assert.Equal(12, (await _cluster.Attendee.GetContractAsync<Album>(path)).Version);
    }

    [Fact]
    public async Task Request_IsRefused_WithEachMemberThatIsWrong()
    {
        var series = await _cluster.Admin.CreateSeriesAsync();
        foreach (var (path, body, members) in new (string, string, string[])[]
        {
            (Routes.Series, "{}", ["title"]),
            (Routes.Series, """{"title":"a","position":-1}""", ["position"]),
            (Routes.Albums, """{"title":"a\u0007","year":10000}""", ["title", "series_id", "year"]),
            (Routes.Albums, """{"title":"a","series_id":"nobody"}""", ["series_id"]),
            (Routes.Tracks, """{"title":"a","album_id":"nobody"}""", ["album_id"]),
            (Routes.Tracks, """{"title":"a","album_id":"x","number":-1,"duration_seconds":0}""", ["number", "duration_seconds"]),
        })
        {
            var response = await _cluster.Admin.PostAsync(path, new StringContent(body, null, "application/json"));
            var text = await response.Content.ReadAsStringAsync();
            await ProblemAssert.IsAsync(response, 422);
            Assert.All(members, member => Assert.Contains($"\"{member}\":", text, StringComparison.Ordinal));
        }

        await ProblemAssert.IsAsync(await _cluster.Attendee.GetAsync($"{Routes.Series}/nobody"), 404);
        await ProblemAssert.IsAsync(await _cluster.Admin.PutContractAsync($"{Routes.Series}/nobody", new SeriesRequest("a")), 404);
        await ProblemAssert.IsAsync(await _cluster.Admin.DeleteAsync($"{Routes.Albums}/nobody"), 404);
        Assert.Equal([series.Id], (await _cluster.Attendee.GetContractAsync<Page<Series>>(Routes.Series)).Items.Select(s => s.Id));
    }

    [Fact]
    public async Task Series_GoesWithItsAlbumsTracksAndPictures()
    {
        var series = await _cluster.Admin.CreateSeriesAsync();
        var album = await _cluster.Admin.CreateAlbumAsync(series.Id);
        var track = await _cluster.Admin.CreateTrackAsync(album.Id);
        foreach (var path in new[] { Routes.Artwork(Routes.Series, series.Id, ArtworkSlot.Cover), Routes.Artwork(Routes.Tracks, track.Id, ArtworkSlot.Cover) })
        {
            using var put = await _cluster.Admin.PutAsync(path, new ByteArrayContent(MediaSamples.Png()));
            Assert.Equal(HttpStatusCode.Created, put.StatusCode);
        }

        using var deleted = await _cluster.Admin.DeleteAsync($"{Routes.Series}/{series.Id}");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        foreach (var path in new[]
        {
            $"{Routes.Series}/{series.Id}", $"{Routes.Albums}/{album.Id}", $"{Routes.Tracks}/{track.Id}",
            Routes.Artwork(Routes.Tracks, track.Id, ArtworkSlot.Cover), Routes.TrackStream(track.Id),
        })
        {
            await ProblemAssert.IsAsync(await _cluster.Attendee.GetAsync(path), 404);
        }
    }

    [Fact]
    public async Task BatchDelete_SaysWhatBecameOfEach()
    {
        var series = await _cluster.Admin.CreateSeriesAsync();
        var album = await _cluster.Admin.CreateAlbumAsync(series.Id);
        var tracks = new List<Track>();
        for (var i = 0; i < 3; i++)
        {
            tracks.Add(await _cluster.Admin.CreateTrackAsync(album.Id));
        }

        using var response = await _cluster.Admin.PostContractAsync(
            $"{Routes.Tracks}/batch-delete", new BatchDeleteRequest([tracks[2].Id, "nobody", tracks[0].Id, tracks[0].Id]));
        var result = await response.ReadContractAsync<BatchResult>();
        Assert.Equal(2, result.Changed);
        Assert.Equal(
            [new(tracks[2].Id, BatchOutcome.Deleted), new("nobody", BatchOutcome.NotFound), new BatchItem(tracks[0].Id, BatchOutcome.Deleted)],
            result.Results);
        Assert.Equal([tracks[1].Id], (await _cluster.Attendee.GetContractAsync<Page<Track>>(Routes.Tracks)).Items.Select(t => t.Id));

        using var rest = await _cluster.Admin.PostContractAsync($"{Routes.Series}/batch-delete", new BatchDeleteRequest([series.Id]));
        Assert.Equal(1, (await rest.ReadContractAsync<BatchResult>()).Changed);
        Assert.Empty((await _cluster.Attendee.GetContractAsync<Page<Track>>(Routes.Tracks)).Items);
    }

    [Theory]
    [InlineData(0, 422)]
    [InlineData(1000, 200)]
    [InlineData(1001, 422)]
    public async Task BatchDelete_TakesAThousandIds(int count, int status)
    {
        using var response = await _cluster.Admin.PostContractAsync(
            $"{Routes.Albums}/batch-delete", new BatchDeleteRequest([.. Enumerable.Range(0, count).Select(i => $"nobody-{i}")]));
        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("POST", "/api/v1/series")]
    [InlineData("PUT", "/api/v1/albums/x")]
    [InlineData("DELETE", "/api/v1/tracks/x")]
    [InlineData("PUT", "/api/v1/series/x/artwork/cover")]
    [InlineData("DELETE", "/api/v1/albums/x/artwork/cover")]
    [InlineData("PUT", "/api/v1/tracks/x/audio")]
    [InlineData("DELETE", "/api/v1/tracks/x/audio")]
    [InlineData("POST", "/api/v1/tracks/batch-delete")]
    [InlineData("POST", "/api/v1/albums/batch-artwork")]
    [InlineData("PUT", "/api/v1/albums/batch-artwork?ids=x&slot=cover")]
    public async Task Write_NeedsTheAdminKey(string method, string path)
    {
        foreach (var client in new[] { _cluster.Attendee, _cluster.Node })
        {
            await ProblemAssert.IsAsync(await client.SendAsync(new HttpRequestMessage(new HttpMethod(method), path)), 401);
        }
    }
}
