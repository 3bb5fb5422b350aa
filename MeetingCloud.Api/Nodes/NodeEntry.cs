using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Nodes;

/// <summary>A node in the local view: its record, when it was last heard of by this machine's clock, and what was sent its way.</summary>
internal sealed class NodeEntry(NodeRecord record, DateTimeOffset lastSeen, AssignedLoad assigned, DateTimeOffset lostAt = default)
{
    private readonly Dictionary<string, long> _held = (record.Meetings ?? []).DistinctBy(m => m.Id).ToDictionary(m => m.Id, m => m.Version);

    public NodeRecord Record { get; } = record;

    /// <summary>The networks of its site; nodes with equal ones are neighbours.</summary>
    public NetworkSet Networks { get; } = record.Networks is { Count: > 0 } networks ? NetworkSet.Parse(networks, out _) : NetworkSet.Empty;

    /// <summary>
    /// By the clock of this instance: worked out from what is left of the node's key in Redis where another instance heard it, so that
    /// clocks need not agree.
    /// </summary>
    public DateTimeOffset LastSeen { get; } = lastSeen;

    /// <summary>When its line broke, if it has not opened another since.</summary>
    public DateTimeOffset LostAt { get; } = lostAt;

    /// <summary>Outlives the entry: the same object goes on to the node's next one.</summary>
    public AssignedLoad Assigned { get; } = assigned;

    public NodeState State(DateTimeOffset now, TimeSpan timeout) =>
        now - LastSeen >= timeout ? NodeState.Lost
        : Record.Drained || Record.Draining ? NodeState.Maintenance
        : NodeState.Active;

    public bool Holds(string meetingId, long version) => _held.TryGetValue(meetingId, out var held) && held == version;

    public bool HoldsAny(string meetingId) => _held.ContainsKey(meetingId);

    public NodeInfo ToContract(DateTimeOffset now, TimeSpan timeout) => new(
        Record.Id,
        Record.Ip,
        Record.Port,
        Record.PublicUrl,
        State(now, timeout),
        Record.Health,
        Record.StorageCapacity,
        Record.StorageUsed,
        Record.ActiveDownloads,
        Record.BytesPerSecond,
        Record.LastHeartbeat,
        Record.Meetings ?? [],
        Networks.Names);
}
