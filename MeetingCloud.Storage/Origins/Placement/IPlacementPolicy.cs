using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Storage.Origins.Placement;

/// <summary>Puts servers in order of preference for a blob.</summary>
public interface IPlacementPolicy
{
    PlacementStrategy Strategy { get; }

    /// <summary>Writes the candidates' indices, best first. Spares (weight 0) come last.</summary>
    /// <param name="blob">The blob to place.</param>
    /// <param name="candidates">At least one.</param>
    /// <param name="order">As long as <paramref name="candidates"/>.</param>
    void Rank(BlobHash blob, ReadOnlySpan<PlacementCandidate> candidates, Span<int> order);
}
