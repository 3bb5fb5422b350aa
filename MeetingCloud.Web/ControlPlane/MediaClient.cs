using System.Text.Json.Serialization.Metadata;
using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

internal sealed class MediaClient(ControlPlaneHttp http) : IMediaClient
{
    private const int PageSize = 500;

    // What a batch may name at most.
    private const int MaxBatch = 1000;

    public Task<Page<Series>> ListSeriesAsync(string? text, int pageNumber, int pageSize, CancellationToken cancellationToken)
    {
        var search = string.IsNullOrWhiteSpace(text) ? "" : "&q=" + Uri.EscapeDataString(text.Trim());
        return http.GetAsync(
            FormattableString.Invariant($"{Routes.Series}?page={pageNumber}&page_size={pageSize}{search}"),
            ContractJson.Default.PageSeries,
            cancellationToken);
    }

    public Task<IReadOnlyList<Album>> ListAlbumsAsync(string seriesId, CancellationToken cancellationToken) =>
        AllAsync($"{Routes.Albums}?series_id={Uri.EscapeDataString(seriesId)}", ContractJson.Default.PageAlbum, cancellationToken);

    public Task<IReadOnlyList<Track>> ListTracksAsync(string albumId, CancellationToken cancellationToken) =>
        AllAsync($"{Routes.Tracks}?album_id={Uri.EscapeDataString(albumId)}", ContractJson.Default.PageTrack, cancellationToken);

    public Task<Series> GetSeriesAsync(string id, CancellationToken cancellationToken) =>
        http.GetAsync(Path(Routes.Series, id), ContractJson.Default.Series, cancellationToken);

    public Task<Album> GetAlbumAsync(string id, CancellationToken cancellationToken) =>
        http.GetAsync(Path(Routes.Albums, id), ContractJson.Default.Album, cancellationToken);

    public Task<Track> GetTrackAsync(string id, CancellationToken cancellationToken) =>
        http.GetAsync(Path(Routes.Tracks, id), ContractJson.Default.Track, cancellationToken);

    public Task<Series> SaveAsync(string? id, SeriesRequest series, long? version, CancellationToken cancellationToken) => SaveAsync(
        Routes.Series, id, series, ContractJson.Default.SeriesRequest, ContractJson.Default.Series, version, cancellationToken);

    public Task<Album> SaveAsync(string? id, AlbumRequest album, long? version, CancellationToken cancellationToken) => SaveAsync(
        Routes.Albums, id, album, ContractJson.Default.AlbumRequest, ContractJson.Default.Album, version, cancellationToken);

    public Task<Track> SaveAsync(string? id, TrackRequest track, long? version, CancellationToken cancellationToken) => SaveAsync(
        Routes.Tracks, id, track, ContractJson.Default.TrackRequest, ContractJson.Default.Track, version, cancellationToken);

    public async Task<BatchResult> DeleteAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var results = new List<BatchItem>(ids.Count);
        var changed = 0;
        foreach (var part in ids.Chunk(MaxBatch))
        {
            var done = await http.SendAsync(
                HttpMethod.Post,
                $"{collection}/batch-delete",
                new BatchDeleteRequest(part),
                ContractJson.Default.BatchDeleteRequest,
                ContractJson.Default.BatchResult,
                cancellationToken);
            results.AddRange(done.Results);
            changed += done.Changed;
        }

        return new BatchResult(changed, results);
    }

    public Task DeleteArtworkAsync(string collection, string id, ArtworkSlot slot, CancellationToken cancellationToken) =>
        http.SendAsync(HttpMethod.Delete, Routes.Artwork(collection, Uri.EscapeDataString(id), slot), cancellationToken);

    public Task DeleteAudioAsync(string trackId, CancellationToken cancellationToken) =>
        http.SendAsync(HttpMethod.Delete, Routes.TrackAudio(Uri.EscapeDataString(trackId)), cancellationToken);

    private static string Path(string collection, string id) => $"{collection}/{Uri.EscapeDataString(id)}";

    private Task<TAnswer> SaveAsync<TBody, TAnswer>(
        string collection,
        string? id,
        TBody body,
        JsonTypeInfo<TBody> bodyType,
        JsonTypeInfo<TAnswer> answer,
        long? version,
        CancellationToken cancellationToken) => http.SendAsync(
        id is null ? HttpMethod.Post : HttpMethod.Put,
        id is null ? collection : Path(collection, id),
        body,
        bodyType,
        answer,
        cancellationToken,
        version);

    private async Task<IReadOnlyList<T>> AllAsync<T>(string path, JsonTypeInfo<Page<T>> type, CancellationToken cancellationToken)
    {
        var all = new List<T>();
        for (var number = 1; ; number++)
        {
            var page = await http.GetAsync(
                FormattableString.Invariant($"{path}&page={number}&page_size={PageSize}"), type, cancellationToken);
            all.AddRange(page.Items);
            if (page.Items.Count == 0 || all.Count >= page.Total)
            {
                return all;
            }
        }
    }
}
