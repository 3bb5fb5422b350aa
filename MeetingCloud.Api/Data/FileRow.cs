namespace MeetingCloud.Api.Data;

/// <summary>A file of a meeting. Its bytes are the blob named <see cref="Sha256"/>.</summary>
internal sealed class FileRow
{
    public required string Id { get; init; }

    public required string MeetingId { get; init; }

    public string? AgendaItemId { get; set; }

    public required string Path { get; set; }

    /// <summary>The path without regard to case, unique in a meeting: tablets' file systems would let one file replace the other.</summary>
    public required string PathKey { get; set; }

    public required long Size { get; set; }

    public required string ContentType { get; set; }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; set; }

    public required uint Crc32 { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
