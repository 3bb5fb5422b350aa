namespace MeetingCloud.Contracts;

/// <summary>Body of <c>POST</c> and <c>PUT /api/v1/meetings</c>. Members are nullable so that an absent one is a 422 that names it.</summary>
/// <param name="Title">1 to 500 characters.</param>
/// <param name="Time">When the meeting starts.</param>
/// <param name="Intro">At most 10,000 characters. Absent: none, whatever there was.</param>
/// <param name="Status">Absent: <c>draft</c> for a new meeting, unchanged for an old one.</param>
/// <param name="AccessCode">What attendees must show; absent or empty: nothing, whatever it was. 4 to 64 characters.</param>
public sealed record MeetingRequest(
    string? Title,
    DateTimeOffset? Time,
    string? Intro = null,
    MeetingStatus? Status = null,
    string? AccessCode = null);

/// <summary>Body of <c>POST …/agenda</c> and <c>PUT …/agenda/{item_id}</c>.</summary>
/// <param name="Title">1 to 500 characters.</param>
/// <param name="Position">Order on the agenda, 0 or more; equal positions are ordered by creation.</param>
/// <param name="Presenter">At most 200 characters.</param>
/// <param name="DurationMinutes">Minutes, 1 to 10,080 (a week).</param>
public sealed record AgendaItemRequest(string? Title, int? Position, string? Presenter = null, int? DurationMinutes = null);
