using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Tests.Web;

/// <summary>Its media library, to be looked at.</summary>
internal sealed partial class FakeControlPlane : IMediaClient
{
    public IReadOnlyList<Series> Series { get; set; } = [];

    public IReadOnlyList<Album> Albums { get; set; } = [];

    public IReadOnlyList<Track> Tracks { get; set; } = [];

    public Task<Page<Series>> ListSeriesAsync(string? text, int pageNumber, int pageSize, CancellationToken cancellationToken) =>
        Answer(() => new Page<Series>(Series, pageNumber, pageSize, Series.Count));

    public Task<IReadOnlyList<Album>> ListAlbumsAsync(string seriesId, CancellationToken cancellationToken) => Answer(() => Albums);

    public Task<IReadOnlyList<Track>> ListTracksAsync(string albumId, CancellationToken cancellationToken) => Answer(() => Tracks);

    public Task<Series> GetSeriesAsync(string id, CancellationToken cancellationToken) => Answer(() => Series.Single(s => s.Id == id));

    public Task<Album> GetAlbumAsync(string id, CancellationToken cancellationToken) => Answer(() => Albums.Single(a => a.Id == id));

    public Task<Track> GetTrackAsync(string id, CancellationToken cancellationToken) => Answer(() => Tracks.Single(t => t.Id == id));

    public Task<Series> SaveAsync(string? id, SeriesRequest series, long? version, CancellationToken cancellationToken) =>
        Answer(() => Series.Single(s => s.Id == id) with { Title = series.Title! });

    public Task<Album> SaveAsync(string? id, AlbumRequest album, long? version, CancellationToken cancellationToken) =>
        Answer(() => Albums.Single(a => a.Id == id) with { Title = album.Title! });

    public Task<Track> SaveAsync(string? id, TrackRequest track, long? version, CancellationToken cancellationToken) =>
        Answer(() => Tracks.Single(t => t.Id == id) with { Title = track.Title! });

    public Task<BatchResult> DeleteAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        Answer(() => new BatchResult(ids.Count, [.. ids.Select(id => new BatchItem(id, BatchOutcome.Deleted))]));

    public Task DeleteArtworkAsync(string collection, string id, ArtworkSlot slot, CancellationToken cancellationToken) => Answer(() => true);

    public Task DeleteAudioAsync(string trackId, CancellationToken cancellationToken) => Answer(() => true);
}
