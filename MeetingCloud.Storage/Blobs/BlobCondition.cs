namespace MeetingCloud.Storage.Blobs;

/// <summary>What an inspection of a stored blob found.</summary>
public enum BlobCondition
{
    /// <summary>Its bytes are what its name says.</summary>
    Sound,

    /// <summary>They are not, or cannot be read: it is in quarantine now.</summary>
    Bad,

    /// <summary>They are not, or cannot be read, and the disk does not let it be moved: it is still held, and not to be served.</summary>
    Stuck,

    /// <summary>It is not held, or was deleted meanwhile.</summary>
    Absent,
}
