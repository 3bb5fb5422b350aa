namespace MeetingCloud.Storage.Origins;

/// <summary>A copy is recorded before its first byte is sent and until its last one is deleted: what a crash leaves is known.</summary>
public enum OriginCopyState
{
    /// <summary>Perhaps there, perhaps in part.</summary>
    Writing,

    /// <summary>There, and of the right size.</summary>
    Stored,

    /// <summary>Was not there, or not right, when it was read. A last resort until it is replaced.</summary>
    Suspect,

    /// <summary>To be deleted; not to be read.</summary>
    Deleting,
}
