using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>Body of <c>POST /api/admin/webdav/migrations</c>.</summary>
/// <param name="DryRun">Only say what would be done and what it costs.</param>
/// <param name="ServerId">Only move what this server has; null for all.</param>
/// <param name="Verify">
/// <c>size</c> (the default: the new copy's size is read back) or <c>content</c> (the new copy is read back whole and hashed).
/// </param>
public sealed record MigrationRequest(bool DryRun, string? ServerId, MigrationVerification? Verify);

/// <summary>How new copies are verified.</summary>
[JsonConverter(typeof(ContractEnumConverter<MigrationVerification>))]
public enum MigrationVerification
{
    [JsonStringEnumMemberName("size")] Size,
    [JsonStringEnumMemberName("content")] Content,
}

/// <summary>Life of a migration.</summary>
[JsonConverter(typeof(ContractEnumConverter<MigrationState>))]
public enum MigrationState
{
    /// <summary>A dry run: nothing is recorded.</summary>
    [JsonStringEnumMemberName("dry_run")] DryRun,
    [JsonStringEnumMemberName("pending")] Pending,
    [JsonStringEnumMemberName("running")] Running,
    [JsonStringEnumMemberName("completed")] Completed,

    /// <summary>It came to its end, and some files could not be moved: they are where they were.</summary>
    [JsonStringEnumMemberName("failed")] Failed,
    [JsonStringEnumMemberName("cancelled")] Cancelled,
}

/// <summary>Life of one step.</summary>
[JsonConverter(typeof(ContractEnumConverter<MigrationItemState>))]
public enum MigrationItemState
{
    [JsonStringEnumMemberName("planned")] Planned,

    /// <summary>The new copy is made and verified; the old one is still there.</summary>
    [JsonStringEnumMemberName("copied")] Copied,
    [JsonStringEnumMemberName("done")] Done,

    /// <summary>Nobody names the file any more, or it is where it belongs by now.</summary>
    [JsonStringEnumMemberName("skipped")] Skipped,
    [JsonStringEnumMemberName("failed")] Failed,
}

/// <summary>The latest migrations, newest first.</summary>
public sealed record MigrationList(IReadOnlyList<Migration> Items);

/// <summary>A migration.</summary>
/// <param name="Id">Null for a dry run.</param>
public sealed record Migration(
    string? Id,
    MigrationState State,
    MigrationVerification Verify,
    DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt,
    DateTimeOffset? FinishedAt,
    string? Error,
    MigrationPlan Plan,
    MigrationProgress Progress,
    IReadOnlyList<MigrationFailure> Failures);

/// <summary>What a migration does and costs.</summary>
/// <param name="Files">Files that get or lose a copy.</param>
/// <param name="Copies">Copies to make.</param>
/// <param name="Deletions">Copies to delete.</param>
/// <param name="Bytes">Bytes to write.</param>
/// <param name="Requests">Requests to all servers together.</param>
/// <param name="EstimatedSeconds">Time it takes at least within the servers' limits and budgets, of which it uses half.</param>
/// <param name="Servers">The same by server.</param>
public sealed record MigrationPlan(
    long Files, long Copies, long Deletions, long Bytes, long Requests, double EstimatedSeconds, IReadOnlyList<MigrationServerPlan> Servers);

/// <summary>A server's part in a migration.</summary>
public sealed record MigrationServerPlan(string Id, long CopiesIn, long BytesIn, long CopiesOut, long BytesOut, long Requests);

/// <summary>How far a migration is, in steps.</summary>
public sealed record MigrationProgress(long Total, long Done, long Skipped, long Failed, long BytesCopied);

/// <summary>A step that failed; the file is where it was.</summary>
public sealed record MigrationFailure(string Sha256, string? ServerId, string Error);
