namespace MeetingCloud.Api.Data;

internal sealed class AlbumRow : MediaRow
{
    public required string SeriesId { get; set; }

    public string? Artist { get; set; }

    public string? Description { get; set; }

    public int? Year { get; set; }

    /// <summary>Order in the series.</summary>
    public required int Position { get; set; }
}
