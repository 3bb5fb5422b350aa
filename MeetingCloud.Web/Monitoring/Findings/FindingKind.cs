namespace MeetingCloud.Web.Monitoring.Findings;

/// <summary>What may be wrong; each asks for another remedy.</summary>
public enum FindingKind
{
    NoNodes,
    NoActiveNode,
    NodesLost,
    NodesUnhealthy,
    NodesNearlyFull,
    NodesInMaintenance,

    /// <summary>No node has the current version.</summary>
    MeetingsNowhere,

    /// <summary>Some nodes do not have the current version.</summary>
    MeetingsBehind,

    /// <summary>No server of the origin pool is in service.</summary>
    PoolDown,

    /// <summary>Fewer servers are in service than each file should have copies.</summary>
    PoolThin,
    ServerUnreachable,
    ServerTimedOut,
    ServerError,
    ServerThrottled,
    ServerCredentials,
    ServerFull,
    ServerRefused,
    ServerMalformed,

    /// <summary>Out for a reason that has no remedy of its own.</summary>
    ServerOut,
    ServersSlow,
    ServersNearlyFull,
    ServersOff,
    BudgetSpent,
    RequestsWaiting,
    CopiesMissing,
    CopiesSuspect,
    FilesUnplaced,
    RedisAway,
    DatabaseAway,
    ControlPlaneDiskFull,
    ControlPlaneEnding,

    /// <summary>A check of the control plane's health that this page does not know.</summary>
    OtherCheck,
}
