using MeetingCloud.Contracts;

namespace MeetingCloud.Node.Sync;

/// <summary>What the node knows of one meeting. Immutable but for the time of last use; the catalogue swaps entries.</summary>
/// <param name="Ready">The version whose blobs are all here; goes on being served while a newer one is fetched.</param>
/// <param name="ReadyVersion">Its number.</param>
/// <param name="Target">The version that is being fetched.</param>
/// <param name="KnownVersion">The newest version heard of.</param>
/// <param name="IsDamaged">A blob of the ready version was found bad: it is not claimed until that one is back.</param>
/// <param name="Problem">Why the newest version cannot be held.</param>
internal sealed record MeetingEntry(
    string Id,
    MeetingStatus Status,
    HeldPackage? Ready,
    long ReadyVersion,
    HeldPackage? Target,
    long KnownVersion,
    bool IsDamaged,
    string? Problem,
    LastUse LastUse)
{
    /// <summary>What to serve: whole where possible, else as it arrives.</summary>
    public HeldPackage? Served => Ready ?? Target;

    /// <summary>Whether nothing of it is to be fetched: it is held until its room is needed.</summary>
    public bool IsClosed => Status == MeetingStatus.Closed && Target is null;

    /// <summary>Whether heartbeats may say that this node holds it.</summary>
    public bool IsClaimed => Status == MeetingStatus.Active && Ready is not null && !IsDamaged;
}
