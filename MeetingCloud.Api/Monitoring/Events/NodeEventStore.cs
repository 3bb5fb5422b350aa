using MeetingCloud.Api.Data;
using MeetingCloud.Contracts;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Monitoring.Events;

/// <summary>The events in the database: the newest <see cref="Kept"/> of each node, and of a forgotten one for a while.</summary>
internal sealed class NodeEventStore(WriteGate gate, TimeProvider time)
{
    public const int Kept = 200;

    public static readonly TimeSpan KeptOfForgotten = TimeSpan.FromDays(30);

    /// <summary>Among so many there is one that was not delayed.</summary>
    private const int Looked = 20;

    /// <summary>By how much the clocks of two instances may be apart.</summary>
    private static readonly TimeSpan s_skew = TimeSpan.FromSeconds(1);

    private static readonly NodeEventKind[] s_decisions = [NodeEventKind.Drained, NodeEventKind.Resumed];

    /// <summary>
    /// Writes what is news. That a node is lost, or back, each instance notices by itself, and anew when it starts: it is written once. What an
    /// instance that was cut off from the database brings late does not count against what others have written since.
    /// </summary>
    public Task AppendAsync(IReadOnlyList<NodeEventRow> events, CancellationToken cancellationToken) => gate.WriteAsync(
        async db =>
        {
            var ids = events.Select(e => e.NodeId).Distinct(StringComparer.Ordinal).ToList();
            var (first, end) = (events.Min(e => e.At), events.Max(e => e.At));
            // Of a write whose answer was lost.
            var written = (await db.NodeEvents.AsNoTracking()
                    .Where(e => ids.Contains(e.NodeId) && e.At >= first && e.At <= end).ToListAsync(cancellationToken))
                .Select(e => (e.NodeId, e.Kind, e.At)).ToHashSet();
            foreach (var id in ids)
            {
                var newest = await db.NodeEvents.AsNoTracking()
                    .Where(e => e.NodeId == id && !s_decisions.Contains(e.Kind))
                    .OrderByDescending(e => e.Id).Take(Looked).ToListAsync(cancellationToken);
                var last = newest.AsEnumerable().Reverse().Aggregate((NodeEventRow?)null, Later);
                foreach (var next in events.Where(e => e.NodeId == id && !written.Contains((e.NodeId, e.Kind, e.At)) && IsNews(e, ref last)))
                {
                    db.Add(next.Copy());
                }
            }

            await db.SaveChangesAsync(cancellationToken);
            await PruneAsync(db, ids, cancellationToken);
        },
        cancellationToken);

    private static bool IsNews(NodeEventRow next, ref NodeEventRow? last)
    {
        if (s_decisions.Contains(next.Kind))
        {
            return true;
        }

        var later = Later(last, next);
        var isNews = next.Kind switch
        {
            NodeEventKind.Lost => later == next && last?.Kind != NodeEventKind.Lost,
            NodeEventKind.Back => later == next && last?.Kind == NodeEventKind.Lost,
            _ => true,
        };
        last = isNews ? later : last;
        return isNews;
    }

    // Of two that were written in this order. What was delayed is told by its time, what came about at once by the order of writing.
    private static NodeEventRow Later(NodeEventRow? last, NodeEventRow next) => last is not null && next.At < last.At - s_skew ? last : next;

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
