using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Storage.Origins.Placement;

/// <summary>The least busy server first, measured against what it takes and weighs; equals in the order of rendezvous hashing.</summary>
public sealed class LeastBusy : IPlacementPolicy
{
    private readonly RendezvousHash _ties = new();

    public PlacementStrategy Strategy => PlacementStrategy.LeastBusy;

    public void Rank(BlobHash blob, ReadOnlySpan<PlacementCandidate> candidates, Span<int> order)
    {
        _ties.Rank(blob, candidates, order);
        // Insertion sort: stable, and there are few servers.
        for (var i = 1; i < candidates.Length; i++)
        {
            var index = order[i];
            var place = i;
            while (place > 0 && Key(candidates[index]) < Key(candidates[order[place - 1]]))
            {
                order[place] = order[--place];
            }

            order[place] = index;
        }
    }

    private static double Key(in PlacementCandidate candidate) =>
        candidate.Weight > 0 ? candidate.Busy / candidate.Weight : double.MaxValue;
}
