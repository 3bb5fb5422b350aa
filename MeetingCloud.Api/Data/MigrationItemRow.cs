using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Data;

/// <summary>One step of a migration: a copy to make, a copy to delete once it is made, or one of the two alone.</summary>
internal sealed class MigrationItemRow
{
    public long Id { get; init; }

    public required string MigrationId { get; init; }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Bytes of the blob.</summary>
    public required long Size { get; init; }

    /// <summary>Server that is to have a copy; null where one is only deleted.</summary>
    public string? TargetServerId { get; init; }

    /// <summary>Copy to delete afterwards; null where one is only made.</summary>
    public string? SurplusCopyId { get; init; }

    /// <summary>Server of that copy.</summary>
    public string? SourceServerId { get; init; }

    public required MigrationItemState State { get; set; }

    /// <summary>The copy that was made.</summary>
    public string? MadeCopyId { get; set; }

    public string? Error { get; set; }
}
