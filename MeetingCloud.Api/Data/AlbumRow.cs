using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Data;

internal sealed class AlbumRow : MediaRow, IMediaKind
{
    public static string Name => "album";

    public static string Collection => Routes.Albums;

    public required string SeriesId { get; set; }

    public string? Artist { get; set; }

    public string? Description { get; set; }

    public int? Year { get; set; }

    /// <summary>Order in the series.</summary>
    public required int Position { get; set; }
}
