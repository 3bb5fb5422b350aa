using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Data;

/// <summary>A track of an album. Its audio, once there is one, is the blob named <see cref="Sha256"/>; the last four members belong to it.</summary>
internal sealed class TrackRow : MediaRow, IMediaKind
{
    public static string Name => "track";

    public static string Collection => Routes.Tracks;

    public required string AlbumId { get; set; }

    /// <summary>Order in the album. Equal numbers, as albums of several discs have them, keep the order of creation.</summary>
    public required int Number { get; set; }

    public string? Artist { get; set; }

    /// <summary>As the sender says; the server does not decode audio.</summary>
    public int? DurationSeconds { get; set; }

    public string? ContentType { get; set; }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public string? Sha256 { get; set; }

    public long? Size { get; set; }

    public DateTimeOffset? AudioUpdatedAt { get; set; }
}
