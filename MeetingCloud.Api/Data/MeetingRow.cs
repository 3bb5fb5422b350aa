using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Data;

/// <summary>A meeting. <see cref="Version"/> is also EF Core's concurrency token: two writers never overwrite each other unseen.</summary>
internal sealed class MeetingRow
{
    public required string Id { get; init; }

    public required string Title { get; set; }

    public required DateTimeOffset Time { get; set; }

    public string? Intro { get; set; }

    public required MeetingStatus Status { get; set; }

    public string? AccessCode { get; set; }

    public required long Version { get; set; }

    /// <summary>The version that the package was last worked out for; the two members below belong to it.</summary>
    public long? PackageVersion { get; set; }

    /// <summary>Entity tag of that package, by which its metadata.json is found.</summary>
    public string? PackageEtag { get; set; }

    /// <summary>Bytes of that package.</summary>
    public long? PackageSize { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public List<AgendaRow> Agenda { get; } = [];

    public List<FileRow> Files { get; } = [];
}
