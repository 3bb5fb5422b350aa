using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Storage.Origins.Placement;

/// <summary>In turn: servers with a higher weight get more turns.</summary>
public sealed class RoundRobin : IPlacementPolicy
{
    private int _turn = -1;

    public PlacementStrategy Strategy => PlacementStrategy.RoundRobin;

    public void Rank(BlobHash blob, ReadOnlySpan<PlacementCandidate> candidates, Span<int> order)
    {
        var total = 0;
        foreach (var candidate in candidates)
        {
            total += candidate.Weight;
        }

        // Without weights, all are spares and alike.
        var even = total == 0;
        var turn = (int)((uint)Interlocked.Increment(ref _turn) % (uint)(even ? candidates.Length : total));
        var first = 0;
        while (!even && turn >= candidates[first].Weight)
        {
            turn -= candidates[first++].Weight;
        }

        first = even ? turn : first;
        var next = 0;
        for (var pass = 0; pass < 2; pass++)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                var index = (first + i) % candidates.Length;
                if ((candidates[index].Weight == 0 && !even) == (pass == 1))
                {
                    order[next++] = index;
                }
            }
        }
    }
}
