namespace MeetingCloud.Api.Data;

/// <summary>What series, albums and tracks have in common. <see cref="Version"/> is also EF Core's concurrency token.</summary>
internal abstract class MediaRow
{
    public required string Id { get; init; }

    public required string Title { get; set; }

    /// <summary>Grows by one with every change of the row, its artwork or its audio.</summary>
    public required long Version { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public List<ArtworkRow> Artworks { get; } = [];
}
