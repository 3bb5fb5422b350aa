namespace MeetingCloud.Storage.Origins;

/// <summary>How servers are chosen for a new file (<c>WEBDAV_STRATEGY</c>).</summary>
public enum PlacementStrategy
{
    /// <summary>By the file's name: the same file, the same servers.</summary>
    Hash,

    /// <summary>In turn.</summary>
    RoundRobin,

    /// <summary>The one with the most room first.</summary>
    LeastBusy,
}
