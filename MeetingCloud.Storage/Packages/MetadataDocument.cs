namespace MeetingCloud.Storage.Packages;

/// <summary>The JSON of <c>metadata.json</c>, format 1. Optional members are absent rather than null.</summary>
internal sealed record MetadataDocument(
    IReadOnlyList<MetadataAgendaItem> AgendaItems,
    IReadOnlyList<MetadataFile> Files,
    int Format,
    string Id,
    DateTimeOffset Time,
    string Title,
    string? Intro = null);

internal sealed record MetadataAgendaItem(
    IReadOnlyList<string> Files,
    int Position,
    string Title,
    string? Presenter = null,
    int? DurationMinutes = null);

internal sealed record MetadataFile(
    string ContentType,
    string Crc32,
    string Path,
    string Sha256,
    long Size,
    DateTimeOffset UpdatedAt);
