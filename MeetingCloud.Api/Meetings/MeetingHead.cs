using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Meetings;

/// <summary>What decides whether and how a request for a meeting is answered.</summary>
internal sealed record MeetingHead(string Id, MeetingStatus Status, long Version, string? AccessCode);
