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

    /// <summary>Entity tag of the package as last built, so that its metadata.json can be found by name; null until then.</summary>
    public string? PackageEtag { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public List<AgendaRow> Agenda { get; } = [];

    public List<FileRow> Files { get; } = [];
}
