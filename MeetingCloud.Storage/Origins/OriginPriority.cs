namespace MeetingCloud.Storage.Origins;

/// <summary>Who goes first where requests wait for a server, most urgent first.</summary>
public enum OriginPriority
{
    /// <summary>Somebody looks at a progress bar.</summary>
    AttendeeRead,

    NodeSync,

    Upload,

    Health,

    /// <summary>Repair and migration: at most half of a server's slots and budget.</summary>
    Migration,
}
