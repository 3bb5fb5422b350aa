using System.Net.Http.Headers;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>Things of the media library, made as its users make them.</summary>
internal static class MediaSamples
{
    public static async Task<Series> CreateSeriesAsync(this HttpClient admin, string title = "Talks", int? position = null)
    {
        using var response = await admin.PostContractAsync(Routes.Series, new SeriesRequest(title, Position: position));
        return await response.ReadContractAsync<Series>();
    }

    public static async Task<Album> CreateAlbumAsync(this HttpClient admin, string seriesId, string title = "Autumn")
    {
        using var response = await admin.PostContractAsync(Routes.Albums, new AlbumRequest(seriesId, title));
        return await response.ReadContractAsync<Album>();
    }

    public static async Task<Track> CreateTrackAsync(this HttpClient admin, string albumId, string title = "Opening")
    {
        using var response = await admin.PostContractAsync(Routes.Tracks, new TrackRequest(albumId, title));
        return await response.ReadContractAsync<Track>();
    }

    /// <summary>A track with audio, in a series and an album of its own.</summary>
    public static async Task<Track> CreateTrackAsync(this HttpClient admin, byte[] audio)
    {
        var series = await admin.CreateSeriesAsync();
        var album = await admin.CreateAlbumAsync(series.Id);
        var track = await admin.CreateTrackAsync(album.Id);
        using var response = await admin.PutAudioAsync(track.Id, audio);
        return await response.ReadContractAsync<Track>();
    }

    public static Task<HttpResponseMessage> PutAudioAsync(this HttpClient admin, string trackId, byte[] audio, string? type = "audio/mpeg") =>
        admin.PutAsync(Routes.TrackAudio(trackId), Body(audio, type));

    public static ByteArrayContent Body(byte[] bytes, string? type)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        return content;
    }

    /// <summary>Bytes that begin as a PNG does, and are the same for the same seed.</summary>
    public static byte[] Png(int length = 1000, int seed = 1) =>
        [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. HttpExtensions.Bytes(length - 8, seed)];
}
