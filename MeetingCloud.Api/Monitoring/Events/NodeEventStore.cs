using MeetingCloud.Api.Data;
using MeetingCloud.Contracts;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Monitoring.Events;

/// <summary>The events in the database: the newest <see cref="Kept"/> of each node, and of a forgotten one for a while.</summary>
internal sealed class NodeEventStore(WriteGate gate, TimeProvider time)
{
    public const int Kept = 200;

    public static readonly TimeSpan KeptOfForgotten = TimeSpan.FromDays(30);

    private static readonly NodeEventKind[] s_decisions = [NodeEventKind.Drained, NodeEventKind.Resumed];

    /// <summary>
    /// Writes what is news. That a node is lost, or back, each instance notices by itself, and anew when it starts: it is written once.
    /// </summary>
    public Task AppendAsync(IReadOnlyList<NodeEventRow> events, CancellationToken cancellationToken) => gate.WriteAsync(
        async db =>
        {
            var ids = events.Select(e => e.NodeId).Distinct(StringComparer.Ordinal).ToList();
            foreach (var id in ids)
            {
                var last = await db.NodeEvents
                    .Where(e => e.NodeId == id && !s_decisions.Contains(e.Kind))
                    .OrderByDescending(e => e.Id).Select(e => (NodeEventKind?)e.Kind).FirstOrDefaultAsync(cancellationToken);
                foreach (var next in events.Where(e => e.NodeId == id && IsNews(e.Kind, ref last)))
                {
                    db.Add(next.Copy());
                }
            }

            await db.SaveChangesAsync(cancellationToken);
            await PruneAsync(db, ids, cancellationToken);
        },
        cancellationToken);

    private static bool IsNews(NodeEventKind kind, ref NodeEventKind? last)
    {
        if (kind == last && kind == NodeEventKind.Lost || kind == NodeEventKind.Back && last != NodeEventKind.Lost)
        {
            return false;
        }

        last = s_decisions.Contains(kind) ? last : kind;
        return true;
    }

    private async Task PruneAsync(MeetingDb db, List<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            var oldest = await db.NodeEvents.Where(e => e.NodeId == id)
                .OrderByDescending(e => e.Id).Skip(Kept - 1).Select(e => (long?)e.Id).FirstOrDefaultAsync(cancellationToken);
            if (oldest is not null)
            {
                await db.NodeEvents.Where(e => e.NodeId == id && e.Id < oldest).ExecuteDeleteAsync(cancellationToken);
            }
        }

        var before = time.GetUtcNow() - KeptOfForgotten;
        await db.NodeEvents
            .Where(e => e.At < before && db.NodeEvents.Any(
                f => f.NodeId == e.NodeId && f.Kind == NodeEventKind.Forgotten && f.At < before && f.Id >= e.Id))
            .ExecuteDeleteAsync(cancellationToken);
    }
}
