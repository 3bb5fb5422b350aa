using MeetingCloud.Api.Data;
using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Media;

/// <summary>From the database's rows to the contract's records.</summary>
internal static class MediaMapping
{
    /// <param name="root">The control plane's address, for links.</param>
    public static Series ToContract(this SeriesRow row, int albumCount, string root) => new(
        row.Id, row.Title, row.Description, row.Position, albumCount, row.ArtworkSet(root), row.Version, row.CreatedAt, row.UpdatedAt);

    /// <param name="root">The control plane's address, for links.</param>
    public static Album ToContract(this AlbumRow row, int trackCount, string root) => new(
        row.Id,
        row.SeriesId,
        row.Title,
        row.Artist,
        row.Description,
        row.Year,
        row.Position,
        trackCount,
        row.ArtworkSet(root),
        row.Version,
        row.CreatedAt,
        row.UpdatedAt);

    /// <param name="root">The control plane's address, for links.</param>
    public static Track ToContract(this TrackRow row, string root) => new(
        row.Id,
        row.AlbumId,
        row.Number,
        row.Title,
        row.Artist,
        row.DurationSeconds,
        row.Sha256 is { } sha256
            ? new TrackAudio(root + Routes.TrackStream(row.Id), sha256, row.Size!.Value, row.ContentType!, row.AudioUpdatedAt!.Value)
            : null,
        row.ArtworkSet(root),
        row.Version,
        row.CreatedAt,
        row.UpdatedAt);

    public static Artwork ToContract<T>(this ArtworkRow row, T owner, string root)
        where T : MediaRow, IMediaKind => new(
        root + Routes.Artwork(T.Collection, owner.Id, row.Slot), row.Sha256, row.Size, row.ContentType, row.UpdatedAt);

    /// <summary>The place behind the last one; the highest number has none behind it, and shares its place.</summary>
    public static int After(int? last) => last is { } place ? (int)Math.Min(place + 1L, int.MaxValue) : 0;

    public static ArtworkRow? Find(this MediaRow row, ArtworkSlot slot) => row.Artworks.FirstOrDefault(a => a.Slot == slot);

    private static ArtworkSet ArtworkSet<T>(this T row, string root)
        where T : MediaRow, IMediaKind => new(
        row.Find(ArtworkSlot.Cover)?.ToContract(row, root), row.Find(ArtworkSlot.Background)?.ToContract(row, root));
}
