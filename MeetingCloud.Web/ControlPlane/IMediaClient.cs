using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>The media library; calls throw as <see cref="ControlPlaneHttp"/> says. Bytes go by the relay, not by here.</summary>
internal interface IMediaClient
{
    /// <param name="pageNumber">From 1.</param>
    Task<Page<Series>> ListSeriesAsync(string? text, int pageNumber, int pageSize, CancellationToken cancellationToken);

    /// <summary>All albums of a series, in their order.</summary>
    Task<IReadOnlyList<Album>> ListAlbumsAsync(string seriesId, CancellationToken cancellationToken);

    /// <summary>All tracks of an album, in their order.</summary>
    Task<IReadOnlyList<Track>> ListTracksAsync(string albumId, CancellationToken cancellationToken);

    Task<Series> GetSeriesAsync(string id, CancellationToken cancellationToken);

    Task<Album> GetAlbumAsync(string id, CancellationToken cancellationToken);

    Task<Track> GetTrackAsync(string id, CancellationToken cancellationToken);

    /// <summary>A new one where <paramref name="id"/> is null; otherwise refused with 412 where the version is no longer this one.</summary>
    Task<Series> SaveAsync(string? id, SeriesRequest series, long? version, CancellationToken cancellationToken);

    /// <inheritdoc cref="SaveAsync(string?, SeriesRequest, long?, CancellationToken)"/>
    Task<Album> SaveAsync(string? id, AlbumRequest album, long? version, CancellationToken cancellationToken);

    /// <inheritdoc cref="SaveAsync(string?, SeriesRequest, long?, CancellationToken)"/>
    Task<Track> SaveAsync(string? id, TrackRequest track, long? version, CancellationToken cancellationToken);

    /// <summary>With all below them.</summary>
    /// <param name="collection"><see cref="Routes.Series"/>, <see cref="Routes.Albums"/> or <see cref="Routes.Tracks"/>.</param>
    Task<BatchResult> DeleteAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken);

    Task DeleteArtworkAsync(string collection, string id, ArtworkSlot slot, CancellationToken cancellationToken);

    Task DeleteAudioAsync(string trackId, CancellationToken cancellationToken);
}
