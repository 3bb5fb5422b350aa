using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>Meetings, their agenda and files; calls throw as <see cref="ControlPlaneHttp"/> says.</summary>
internal interface IMeetingsClient
{
    /// <summary>All active meetings, whatever their number.</summary>
    Task<IReadOnlyList<MeetingSummary>> GetActiveAsync(CancellationToken cancellationToken);

    /// <param name="known">The last answer to the same question; it is given back while nothing has changed.</param>
    Task<Tagged<Page<MeetingSummary>>> ListAsync(
        MeetingQuery query, Tagged<Page<MeetingSummary>>? known, CancellationToken cancellationToken);

    /// <param name="known">The last answer for the same meeting; it is given back while nothing has changed.</param>
    Task<Tagged<Meeting>> GetAsync(string id, Tagged<Meeting>? known, CancellationToken cancellationToken);

    Task<Meeting> CreateAsync(MeetingRequest meeting, CancellationToken cancellationToken);

    /// <param name="version">That the change is based on; refused with 412 where it is no longer the meeting's.</param>
    Task<Meeting> ReplaceAsync(string id, MeetingRequest meeting, long version, CancellationToken cancellationToken);

    Task DeleteAsync(string id, CancellationToken cancellationToken);

    Task<AgendaItem> AddItemAsync(string id, AgendaItemRequest item, CancellationToken cancellationToken);

    /// <param name="version">The meeting's, that the change is based on; refused with 412 where it is no longer so.</param>
    Task<AgendaItem> ReplaceItemAsync(
        string id, string itemId, AgendaItemRequest item, long version, CancellationToken cancellationToken);

    /// <summary>The item's files stay with the meeting.</summary>
    Task DeleteItemAsync(string id, string itemId, CancellationToken cancellationToken);

    /// <param name="itemIds">All items, in their new order.</param>
    Task OrderAgendaAsync(string id, IReadOnlyList<string> itemIds, CancellationToken cancellationToken);

    /// <summary>Gives a file another path, or another place on the agenda.</summary>
    Task<MeetingFile> ChangeFileAsync(string id, string path, FileChangeRequest change, CancellationToken cancellationToken);

    Task DeleteFileAsync(string id, string path, CancellationToken cancellationToken);
}
