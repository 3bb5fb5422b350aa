using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Data;

/// <summary>A migration of files between the servers of the pool: its plan, its progress and, in the end, its report.</summary>
internal sealed class MigrationRow
{
    public required string Id { get; init; }

    public required MigrationState State { get; set; }

    /// <summary>Whether copies are read back and hashed before the old ones are deleted, and not only measured.</summary>
    public required bool VerifyContent { get; init; }

    /// <summary>What was to be done and what it would cost, as JSON (<see cref="MigrationPlan"/>).</summary>
    public required string Plan { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    /// <summary>An admin wants it to end; the runner sees this between two files.</summary>
    public bool CancelRequested { get; set; }

    /// <summary>Why it failed as a whole.</summary>
    public string? Error { get; set; }

    public List<MigrationItemRow> Items { get; } = [];
}
