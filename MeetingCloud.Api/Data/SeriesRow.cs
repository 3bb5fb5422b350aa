using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Data;

/// <summary>A series of the media library. With it go its albums, and with these their tracks.</summary>
internal sealed class SeriesRow : MediaRow, IMediaKind
{
    public static string Name => "series";

    public static string Collection => Routes.Series;

    public string? Description { get; set; }

    public required int Position { get; set; }
}
