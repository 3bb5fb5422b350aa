using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>A meeting as admins see it.</summary>
/// <param name="Version">Grows by one with every change of the meeting, its agenda or its files; also the entity tag.</param>
public sealed record Meeting(
    string Id,
    string Title,
    DateTimeOffset Time,
    string? Intro,
    MeetingStatus Status,
    string? AccessCode,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    IReadOnlyList<AgendaItem> AgendaItems,
    IReadOnlyList<MeetingFile> Files);

/// <summary>A line of the meeting list.</summary>
/// <param name="FileBytes">Sum of the files' sizes, in bytes.</param>
public sealed record MeetingSummary(
    string Id,
    string Title,
    DateTimeOffset Time,
    MeetingStatus Status,
    long Version,
    DateTimeOffset UpdatedAt,
    int FileCount,
    long FileBytes);

/// <summary>One page of a list. <paramref name="PageNumber"/> counts from 1.</summary>
/// <param name="Total">Number of items on all pages.</param>
public sealed record Page<T>(
    IReadOnlyList<T> Items,
    [property: JsonPropertyName("page")] int PageNumber,
    int PageSize,
    int Total);

/// <summary>An item of the agenda as admins see it.</summary>
public sealed record AgendaItem(string Id, string Title, int Position, string? Presenter, int? DurationMinutes);

/// <summary>A file of a meeting as admins see it.</summary>
/// <param name="Path">Relative, slash-separated, NFC; at most 1,024 bytes of UTF-8.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">64 lower-case hexadecimal digits; also the blob's name.</param>
/// <param name="Crc32">8 lower-case hexadecimal digits, the CRC-32 of ZIP (ISO 3309).</param>
/// <param name="UpdatedAt">When the bytes last changed; even seconds, as ZIP stores times.</param>
public sealed record MeetingFile(
    string Id,
    string Path,
    long Size,
    string ContentType,
    string Sha256,
    string Crc32,
    DateTimeOffset UpdatedAt,
    string? AgendaItemId = null);
