using System.Collections.Concurrent;
using System.Globalization;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Nodes;

/// <summary>
/// This instance's view of the nodes. It answers alone while Redis is away; <see cref="NodeRegistrySync"/> keeps it in step with the
/// other instances.
/// </summary>
internal sealed class NodeRegistry(NodeOptions options, TimeProvider time)
{
    /// <summary>
    /// How long word from a node does not count after its line broke. What a dying process sent is still being read then, and a living
    /// node opens its line again well within it.
    /// </summary>
    public static readonly TimeSpan LastWords = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Nodes that may be known, lost ones included: whoever has the node key could register under new names without end, and each is kept
    /// until an admin forgets it.
    /// </summary>
    public const int Most = 1000;

    /// <summary>
    /// How much longer a node may be silent while the instances cannot tell each other which of them has heard it: of the heartbeats that a
    /// load balancer hands out, one of three instances misses so many in a row once in hundreds of times.
    /// </summary>
    private const int Patience = 4;

    /// <summary>Redis may be away for as long, and still have the node when it is back.</summary>
    private static readonly TimeSpan s_keepForgotten = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, NodeEntry> _nodes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _forgotten = new(StringComparer.Ordinal);
    private readonly Lock _registering = new();
    private long _patientUntil;

    /// <summary>A node that is silent for this long is lost.</summary>
    public TimeSpan Timeout => time.GetUtcNow().UtcTicks < Interlocked.Read(ref _patientUntil) ? Patience * options.HeartbeatTimeout : options.HeartbeatTimeout;

    /// <summary>All nodes, lost ones included, by id.</summary>
    public IReadOnlyList<NodeInfo> List()
    {
        var now = time.GetUtcNow();
        return [.. _nodes.Values.Select(n => n.ToContract(now, Timeout)).OrderBy(n => n.Id, StringComparer.Ordinal)];
    }

    /// <summary>The same as they are kept, in no order.</summary>
    public IEnumerable<NodeEntry> Entries() => _nodes.Values;

    /// <summary>Redis is away, or was until now: what the other instances hear of nodes is not known here, until their next heartbeats.</summary>
    public void BePatient() =>
        Interlocked.Exchange(ref _patientUntil, (time.GetUtcNow() + (options.HeartbeatTimeout / 2) + NodeRegistrySync.Interval).UtcTicks);

    public IReadOnlyList<NodeRecord> Records() => [.. _nodes.Values.Select(n => n.Record)];

    /// <summary>Time since a node was last heard of; the timeout or more where it is lost or unknown.</summary>
    public TimeSpan Age(string id) => _nodes.TryGetValue(id, out var node) ? time.GetUtcNow() - node.LastSeen : options.HeartbeatTimeout;

    public NodeRecord? Find(string id) => _nodes.TryGetValue(id, out var node) ? node.Record : null;

    /// <summary>Nodes that may get downloads of this version: alive, active, and holding it whole.</summary>
    public IReadOnlyList<NodeEntry> Ready(string meetingId, long version)
    {
        var now = time.GetUtcNow();
        return [.. _nodes.Values.Where(n => n.Holds(meetingId, version) && n.State(now, Timeout) == NodeState.Active)];
    }

    /// <summary>Nodes that may get downloads of whatever they fetch on demand, with room for a file of so many bytes.</summary>
    public IReadOnlyList<NodeEntry> Active(long size)
    {
        var now = time.GetUtcNow();
        return
        [
            .. _nodes.Values.Where(n => n.State(now, Timeout) == NodeState.Active
                && (n.Record.StorageCapacity == 0 || n.Record.StorageCapacity >= size)),
        ];
    }

    /// <summary>Nodes alive that hold some version of the meeting, and so most of its blobs; the current version's holders first.</summary>
    public IReadOnlyList<NodeEntry> Holders(string meetingId, long version)
    {
        var now = time.GetUtcNow();
        return
        [
            .. _nodes.Values
                .Where(n => n.HoldsAny(meetingId) && n.State(now, Timeout) != NodeState.Lost)
                .OrderByDescending(n => n.Holds(meetingId, version)),
        ];
    }

    /// <exception cref="ProblemException">409: it is a new one, and <see cref="Most"/> are known.</exception>
    public NodeRecord Register(RegisterNodeRequest request)
    {
        var id = request.Id ?? Ids.New();
        var now = time.GetUtcNow();
        lock (_registering)
        {
            if (!_nodes.ContainsKey(id) && _nodes.Count >= Most)
            {
                throw new ProblemException(Problem.Conflict(string.Create(
                    CultureInfo.InvariantCulture, $"{Most} nodes are known, lost ones included. Forget those that are gone: DELETE {Routes.Nodes}/{{id}}.")));
            }

            _forgotten.TryRemove(id, out var forgottenAt);
            return _nodes.AddOrUpdate(
                id,
                _ => new NodeEntry(Record(null, forgottenAt), now, new AssignedLoad(time)),
                (_, known) => new NodeEntry(Record(known.Record, forgottenAt), now, known.Assigned)).Record;
        }

        // A node that registers again is still drained if an admin drained it, and holds what its next heartbeat says.
        NodeRecord Record(NodeRecord? known, DateTimeOffset forgottenAt) => new(
            id,
            request.Ip!,
            request.Port!.Value,
            request.PublicUrl,
            request.StorageCapacity ?? 0,
            request.StorageUsed ?? 0,
            After(known is not null && known.LastHeartbeat > forgottenAt ? known.LastHeartbeat : forgottenAt),
            Drained: known?.Drained ?? false,
            DrainedAt: known?.DrainedAt ?? default,
            Networks: request.Networks)
        {
            Others = known?.Others,
        };
    }

    /// <summary>Null where the node is unknown and must register.</summary>
    public NodeRecord? Heartbeat(string id, HeartbeatRequest request)
    {
        var now = time.GetUtcNow();
        return Update(id, known => new NodeEntry(
            known.Record with
            {
                LastHeartbeat = After(known.Record.LastHeartbeat),
                Health = request.Health ?? known.Record.Health,
                Draining = request.Status is { } status ? status == NodeState.Maintenance : known.Record.Draining,
                StorageUsed = request.StorageUsed ?? known.Record.StorageUsed,
                ActiveDownloads = request.ActiveDownloads ?? known.Record.ActiveDownloads,
                BytesPerSecond = request.BytesPerSecond ?? known.Record.BytesPerSecond,
                Meetings = request.Meetings ?? known.Record.Meetings,
            },
            HeardAt(known, now),
            known.Assigned,
            known.LostAt));
    }

    /// <summary>The node has opened its line: it lives. Null where it is unknown.</summary>
    public NodeRecord? Found(string id)
    {
        var now = time.GetUtcNow();
        return Update(id, known => new NodeEntry(known.Record, now, known.Assigned));
    }

    /// <summary>Null where the node is unknown.</summary>
    public NodeRecord? Drain(string id, bool drained) => Update(id, known => new NodeEntry(
        known.Record with { Drained = drained, DrainedAt = After(known.Record.DrainedAt) }, known.LastSeen, known.Assigned, known.LostAt));

    /// <summary>
    /// Counts a node as lost until it opens its line again, registers, or is heard of later than <see cref="LastWords"/>: its line to the
    /// control plane broke, as it does at once when a process dies. Null where the node is unknown.
    /// </summary>
    public NodeRecord? Lose(string id)
    {
        var now = time.GetUtcNow();
        return Update(id, known => new NodeEntry(known.Record, now - (Patience * options.HeartbeatTimeout), known.Assigned, now));
    }

    /// <returns>False where the node is unknown.</returns>
    public bool Forget(string id)
    {
        // Noted first, so that nothing that is read meanwhile brings it back.
        NoteForgotten(id, _nodes.TryGetValue(id, out var known) ? known : null);
        if (!_nodes.TryRemove(id, out var removed))
        {
            return false;
        }

        NoteForgotten(id, removed);
        return true;
    }

    /// <summary>The node was forgotten then, elsewhere: what was heard of it before counts no more, what was heard since does.</summary>
    public void Forget(string id, DateTimeOffset at)
    {
        NoteForgotten(id, at);
        if (_nodes.TryGetValue(id, out var node) && node.Record.LastHeartbeat <= at)
        {
            _nodes.TryRemove(KeyValuePair.Create(id, node));
        }
    }

    /// <summary>Whether the node was forgotten, and that is word from before.</summary>
    public bool IsForgotten(NodeRecord record) => record.LastHeartbeat <= ForgottenAt(record.Id);

    /// <summary>When the node was forgotten, as far as it is known here; the beginning of time where it was not.</summary>
    public DateTimeOffset ForgottenAt(string id) => _forgotten.GetValueOrDefault(id);

    /// <summary>Takes in what another instance knows.</summary>
    /// <param name="record">The node.</param>
    /// <param name="age">Time since it was last heard of; the timeout or more where its key has expired.</param>
    /// <returns>False where this instance knows better, and should say so.</returns>
    public bool Merge(NodeRecord record, TimeSpan age)
    {
        // One that is lost is so for the most patient, too.
        var seen = time.GetUtcNow() - (age < options.HeartbeatTimeout ? age : Patience * options.HeartbeatTimeout);
        var newer = true;
        _nodes.AddOrUpdate(
            record.Id,
            _ => new NodeEntry(record, seen, new AssignedLoad(time)),
            (_, known) =>
            {
                newer = record.LastHeartbeat >= known.Record.LastHeartbeat && record.DrainedAt >= known.Record.DrainedAt;
                var merged = record.LastHeartbeat >= known.Record.LastHeartbeat ? record : known.Record;
                var decision = record.DrainedAt >= known.Record.DrainedAt ? record : known.Record;
                merged = merged with { Drained = decision.Drained, DrainedAt = decision.DrainedAt };
                return new NodeEntry(merged, HeardAt(known, seen), known.Assigned, known.LostAt);
            });
        return newer;
    }

    private static DateTimeOffset HeardAt(NodeEntry known, DateTimeOffset at) =>
        at > known.LastSeen && at - known.LostAt >= LastWords ? at : known.LastSeen;

    /// <summary>
    /// Now, and in any case after what is known: that may have been written by another instance, whose clock is ahead, and what is said now is
    /// news to that one all the same.
    /// </summary>
    private DateTimeOffset After(DateTimeOffset known)
    {
        var now = time.GetUtcNow();
        return now > known ? now : known.AddTicks(1);
    }

    // In whole milliseconds, as Redis has it, and none too early.
    private void NoteForgotten(string id, NodeEntry? node) =>
        NoteForgotten(id, DateTimeOffset.FromUnixTimeMilliseconds(After(node?.Record.LastHeartbeat ?? default).ToUnixTimeMilliseconds() + 1));

    private void NoteForgotten(string id, DateTimeOffset at)
    {
        _forgotten.AddOrUpdate(id, at, (_, known) => at > known ? at : known);
        var old = time.GetUtcNow() - s_keepForgotten;
        foreach (var stale in _forgotten.Where(node => node.Value < old))
        {
            _forgotten.TryRemove(stale);
        }
    }

    private NodeRecord? Update(string id, Func<NodeEntry, NodeEntry> next)
    {
        while (_nodes.TryGetValue(id, out var known))
        {
            var changed = next(known);
            if (_nodes.TryUpdate(id, changed, known))
            {
                return changed.Record;
            }
        }

        return null;
    }
}
