namespace MeetingCloud.Storage.Origins.Health;

/// <summary>What a server is good for.</summary>
public enum OriginState
{
    Healthy,

    /// <summary>Much slower than the others: used after them.</summary>
    Slow,

    /// <summary>Takes no new files for want of room; is read.</summary>
    Full,

    /// <summary>Not used until a probe finds it well.</summary>
    Paused,
}
