namespace MeetingCloud.Api.Origins.Leases;

/// <summary>How instances share the origin's limits through Redis.</summary>
internal sealed record LeaseOptions
{
    /// <summary>After that, what a dead instance held is free again. Default 10 s: a pause of the runtime or of Redis is shorter.</summary>
    public TimeSpan LeaseTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Default 1 s: an instance that holds more than its share learns that soon that others want some, and many renewals may fail before
    /// a lease is lost.
    /// </summary>
    public TimeSpan RenewInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for one answer of Redis; after it, the instance goes on alone. Default 1 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How far the instances' clocks may be apart. Default 1 s: they are kept by NTP.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(1);
}
