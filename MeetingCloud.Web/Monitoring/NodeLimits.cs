using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring;

/// <summary>From where on a node's numbers are worth a look, and worth a hand.</summary>
internal static class NodeLimits
{
    public const double StorageTight = 0.8;
    public const double StorageNearlyFull = 0.95;
    public const double HealthLow = 0.3;
    public const double HealthBad = 0.15;

    /// <summary>0 to 1; 0 where the node does not say how much it may use.</summary>
    public static double StorageRatio(NodeInfo node) => node.StorageCapacity > 0 ? (double)node.StorageUsed / node.StorageCapacity : 0;
}
