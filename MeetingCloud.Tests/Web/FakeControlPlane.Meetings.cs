using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Tests.Web;

/// <summary>Its meetings: one is whole, with a version that is checked as the contract says; lists show the summaries.</summary>
internal sealed partial class FakeControlPlane
{
    private static readonly Dictionary<string, string[]> s_noErrors = [];

    /// <summary>The meeting that can be read and changed; null for none.</summary>
    public Meeting? Whole { get; set; }

    /// <summary>The last question for a list.</summary>
    public MeetingQuery? Asked { get; private set; }

    /// <summary>The last order that was sent.</summary>
    public IReadOnlyList<string>? Order { get; private set; }

    /// <summary>Orders and deletions of agenda items, and changes of files, are answered after it.</summary>
    public Task ChangeGate { get; set; } = Task.CompletedTask;

    public static ControlPlaneException Refusal(HttpStatusCode status, params (string Field, string Message)[] errors) => new(
        status, "Refused.", errors.ToDictionary(e => e.Field, e => new[] { e.Message }, StringComparer.Ordinal));

    public Task<Tagged<Page<MeetingSummary>>> ListAsync(
        MeetingQuery query, Tagged<Page<MeetingSummary>>? known, CancellationToken cancellationToken)
    {
        Asked = query;
        return Answer(() => new Tagged<Page<MeetingSummary>>(
            new Page<MeetingSummary>(Meetings, query.PageNumber, query.PageSize, Meetings.Count), null));
    }

    public Task<Tagged<Meeting>> GetAsync(string id, Tagged<Meeting>? known, CancellationToken cancellationToken) =>
        Answer(() => new Tagged<Meeting>(Find(id), null));

    public Task<Meeting> CreateAsync(MeetingRequest meeting, CancellationToken cancellationToken) => Answer(() => Whole = Samples.Whole() with
    {
        Id = "new",
        Title = meeting.Title!,
        Time = meeting.Time!.Value,
        Intro = meeting.Intro,
        AccessCode = meeting.AccessCode,
    });

    public Task<Meeting> ReplaceAsync(string id, MeetingRequest meeting, long version, CancellationToken cancellationToken) => Answer(() =>
    {
        var old = Find(id, version);
        return Whole = old with
        {
            Title = meeting.Title!,
            Time = meeting.Time!.Value,
            Intro = meeting.Intro,
            AccessCode = meeting.AccessCode,
            Status = meeting.Status ?? old.Status,
            Version = old.Version + 1,
        };
    });

    public Task DeleteAsync(string id, CancellationToken cancellationToken) => Answer(() => Whole = null);

    public Task<AgendaItem> AddItemAsync(string id, AgendaItemRequest item, CancellationToken cancellationToken) => Answer(() =>
    {
        var added = new AgendaItem($"item-{Find(id).AgendaItems.Count + 1}", item.Title!, item.Position!.Value, item.Presenter, item.DurationMinutes);
        Change(meeting => meeting with { AgendaItems = [.. meeting.AgendaItems, added] });
        return added;
    });

    public Task<AgendaItem> ReplaceItemAsync(
        string id, string itemId, AgendaItemRequest item, long version, CancellationToken cancellationToken) => Answer(() =>
    {
        Find(id, version);
        var changed = new AgendaItem(itemId, item.Title!, item.Position!.Value, item.Presenter, item.DurationMinutes);
        Change(meeting => meeting with { AgendaItems = [.. meeting.AgendaItems.Select(i => i.Id == itemId ? changed : i)] });
        return changed;
    });

    public async Task DeleteItemAsync(string id, string itemId, CancellationToken cancellationToken)
    {
        await ChangeGate;
        ThrowIfAway();
        Change(meeting => meeting with { AgendaItems = [.. meeting.AgendaItems.Where(i => i.Id != itemId)] });
    }

    public async Task OrderAgendaAsync(string id, IReadOnlyList<string> itemIds, CancellationToken cancellationToken)
    {
        await ChangeGate;
        await Answer(() => Order = itemIds);
    }

    public async Task<MeetingFile> ChangeFileAsync(string id, string path, FileChangeRequest change, CancellationToken cancellationToken)
    {
        await ChangeGate;
        ThrowIfAway();
        var file = Find(id).Files.Single(f => f.Path == path);
        var changed = file with
        {
            Path = change.Path ?? file.Path,
            AgendaItemId = change.AgendaItemId.IsGiven ? change.AgendaItemId.Value : file.AgendaItemId,
        };
        Change(meeting => meeting with { Files = [.. meeting.Files.Select(f => f.Path == path ? changed : f)] });
        return changed;
    }

    public Task DeleteFileAsync(string id, string path, CancellationToken cancellationToken) => Answer(() =>
    {
        Change(meeting => meeting with { Files = [.. meeting.Files.Where(f => f.Path != path)] });
        return true;
    });

    /// <summary>Somebody changes the meeting; its version rises.</summary>
    public void Change(Func<Meeting, Meeting> change) => Whole = change(Whole!) with { Version = Whole!.Version + 1 };

    private Meeting Find(string id, long? version = null)
    {
        if (Whole is not { } meeting || meeting.Id != id)
        {
            throw new ControlPlaneException(HttpStatusCode.NotFound, "There is no such meeting.", s_noErrors);
        }

        return version is null || version == meeting.Version
            ? meeting
            : throw new ControlPlaneException(HttpStatusCode.PreconditionFailed, "The meeting is at another version.", s_noErrors);
    }

    private Task<T> Answer<T>(Func<T> answer)
    {
        try
        {
            ThrowIfAway();
            return Task.FromResult(answer());
        }
        catch (HttpRequestException e)
        {
            return Task.FromException<T>(e);
        }
    }
}
