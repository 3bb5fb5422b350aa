namespace MeetingCloud.Storage.Origins.Placement;

internal static class PlacementPolicies
{
    public static IPlacementPolicy Create(PlacementStrategy strategy) => strategy switch
    {
        PlacementStrategy.Hash => new RendezvousHash(),
        PlacementStrategy.RoundRobin => new RoundRobin(),
        PlacementStrategy.LeastBusy => new LeastBusy(),
        _ => throw new ArgumentOutOfRangeException(nameof(strategy), strategy, null),
    };
}
