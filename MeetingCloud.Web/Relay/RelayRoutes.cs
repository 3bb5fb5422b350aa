using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Relay;

/// <summary>Addresses on this site, relative to its base, of what it passes on to and from the control plane for those who are signed in.</summary>
internal static class RelayRoutes
{
    public const string Files = "/relay/meetings/{id}/files/{**path}";
    public const string Artwork = "/relay/media/{collection}/{id}/artwork/{slot}";
    public const string BatchArtwork = "/relay/media/{collection}/batch-artwork";
    public const string Audio = "/relay/media/tracks/{id}/audio";

    /// <summary>A file of a meeting, drafts and closed ones as well.</summary>
    public static string File(string meetingId, string path) => $"relay/meetings/{meetingId}/files/{Routes.EscapePath(path)}";

    /// <param name="collection"><see cref="Routes.Series"/>, <see cref="Routes.Albums"/> or <see cref="Routes.Tracks"/>.</param>
    public static string ArtworkOf(string collection, string id, ArtworkSlot slot) => $"relay/media/{Name(collection)}/{id}/artwork/{Name(slot)}";

    public static string ArtworkOf(string collection, IEnumerable<string> ids, ArtworkSlot slot) =>
        $"relay/media/{Name(collection)}/batch-artwork?slot={Name(slot)}&ids={string.Join(',', ids)}";

    public static string AudioOf(string trackId) => $"relay/media/tracks/{trackId}/audio";

    /// <summary>The collection's route on the control plane; null for what is none.</summary>
    public static string? Collection(string name) => name switch
    {
        "series" => Routes.Series,
        "albums" => Routes.Albums,
        "tracks" => Routes.Tracks,
        _ => null,
    };

    private static string Name(string collection) => collection[(collection.LastIndexOf('/') + 1)..];

    private static string Name(ArtworkSlot slot) => slot == ArtworkSlot.Cover ? "cover" : "background";
}
