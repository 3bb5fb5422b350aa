namespace MeetingCloud.Api.Nodes;

/// <param name="HeartbeatTimeout">A node not heard of for this long is lost (<c>NODE_HEARTBEAT_TIMEOUT</c>, seconds).</param>
/// <param name="Selection">The policy that chooses nodes (<c>NODE_SELECTION</c>).</param>
/// <param name="LinkLifetime">
/// How long a signed link opens a node (<c>LINK_LIFETIME</c>, seconds). It is checked when a download starts or goes on, never in
/// the middle of one.
/// </param>
internal sealed record NodeOptions(TimeSpan HeartbeatTimeout, string Selection, TimeSpan LinkLifetime);
