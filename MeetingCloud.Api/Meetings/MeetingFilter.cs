using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Meetings;

/// <summary>Which meetings a list shows, and in which order.</summary>
internal sealed class MeetingFilter(string? status, string? q, string? sort, string? upcoming, DateTimeOffset now)
{
    private readonly MeetingStatus? _status = ReadStatus(status);
    private readonly bool? _upcoming = ReadUpcoming(upcoming);

    /// <summary>Whether the list changes with time alone.</summary>
    public bool DependsOnTime => _upcoming is not null;

    /// <exception cref="ProblemException">422 for an unknown order.</exception>
    public IQueryable<MeetingRow> Sort(IQueryable<MeetingRow> meetings) => sort switch
    {
        null or "" or "-time" => meetings.OrderByDescending(m => m.Time).ThenBy(m => m.Id),
        "time" => meetings.OrderBy(m => m.Time).ThenBy(m => m.Id),
        "title" => meetings.OrderBy(m => MeetingDb.Lower(m.Title)).ThenBy(m => m.Id),
        "-title" => meetings.OrderByDescending(m => MeetingDb.Lower(m.Title)).ThenBy(m => m.Id),
        "updated_at" => meetings.OrderBy(m => m.UpdatedAt).ThenBy(m => m.Id),
        "-updated_at" => meetings.OrderByDescending(m => m.UpdatedAt).ThenBy(m => m.Id),
        _ => throw new ProblemException(Problem.Invalid("sort", "must be time, title or updated_at, or one of them with '-' in front.")),
    };

    public IQueryable<MeetingRow> Apply(IQueryable<MeetingRow> meetings)
    {
        if (_status is { } wanted)
        {
            meetings = meetings.Where(m => m.Status == wanted);
        }

        if (_upcoming is { } ahead)
        {
            meetings = ahead ? meetings.Where(m => m.Time >= now) : meetings.Where(m => m.Time < now);
        }

        if (!string.IsNullOrWhiteSpace(q))
        {
            var pattern = Paging.Containing(q);
            meetings = meetings.Where(m => EF.Functions.Like(MeetingDb.Lower(m.Title), pattern, "\\"));
        }

        return meetings;
    }

    private static MeetingStatus? ReadStatus(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        // By name alone: Enum.TryParse would take numbers as well.
        return Enum.GetNames<MeetingStatus>().Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<MeetingStatus>(text, ignoreCase: true)
            : throw new ProblemException(Problem.Invalid("status", "must be draft, active or closed."));
    }

    private static bool? ReadUpcoming(string? text) => text switch
    {
        null or "" => null,
        "true" => true,
        "false" => false,
        _ => throw new ProblemException(Problem.Invalid("upcoming", "must be true or false.")),
    };
}
