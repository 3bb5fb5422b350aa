using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Storage.Origins.Health;

/// <summary>How a server is, and why. Immutable.</summary>
/// <param name="Failure">What it is paused or full for; null where it is neither.</param>
/// <param name="Reason">The same in words, as its last error said.</param>
/// <param name="Since">Since when.</param>
/// <param name="RetryAt">When it will be probed, for people to read; null where nothing is wrong.</param>
public sealed record OriginCondition(
    OriginState State, WebDavFailure? Failure, string? Reason, DateTimeOffset Since, DateTimeOffset? RetryAt);
