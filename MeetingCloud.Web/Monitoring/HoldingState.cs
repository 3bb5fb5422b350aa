namespace MeetingCloud.Web.Monitoring;

/// <summary>How a node stands to a meeting.</summary>
public enum HoldingState
{
    /// <summary>Serves the current version.</summary>
    Ready,

    /// <summary>Holds an older version and is fetching the current one.</summary>
    Outdated,

    /// <summary>Holds no version and is fetching the current one.</summary>
    Absent,

    /// <summary>In maintenance: finishes what runs.</summary>
    Draining,

    /// <summary>Has not been heard of.</summary>
    Lost,
}
