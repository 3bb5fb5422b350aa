using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>
/// The list of active meetings is kept with its entity tag, which stands for the whole list and not for one page: while nothing
/// changes, a question costs one 304, however many meetings there are.
/// </summary>
internal sealed class MeetingsClient(ControlPlaneHttp http) : IMeetingsClient
{
    private const int PageSize = 500;

    private volatile Known? _known;

    public async Task<IReadOnlyList<MeetingSummary>> GetActiveAsync(CancellationToken cancellationToken)
    {
        var known = _known;
        if (await GetPageAsync(1, known?.ETag, cancellationToken) is not { } first)
        {
            return known!.Meetings;
        }

        var meetings = new List<MeetingSummary>(first.Page.Items);
        var etag = first.ETag;
        for (var (number, page) = (2, first.Page); page.Items.Count > 0 && meetings.Count < page.Total; number++)
        {
            var next = await GetPageAsync(number, etag: null, cancellationToken);
            page = next!.Value.Page;
            meetings.AddRange(page.Items);
            if (next.Value.ETag != etag)
            {
                // It changed while it was read: what was put together is good enough to be shown, not to be kept.
                etag = null;
            }
        }

        _known = etag is null ? null : new Known(etag, meetings);
        return meetings;
    }

    public async Task<Tagged<Page<MeetingSummary>>> ListAsync(
        MeetingQuery query, Tagged<Page<MeetingSummary>>? known, CancellationToken cancellationToken) =>
        await http.GetChangedAsync(query.ToPath(), known?.ETag, ContractJson.Default.PageMeetingSummary, cancellationToken) is var (page, tag)
            ? new Tagged<Page<MeetingSummary>>(page, tag)
            : known!;

    public async Task<Tagged<Meeting>> GetAsync(string id, Tagged<Meeting>? known, CancellationToken cancellationToken) =>
        await http.GetChangedAsync(Path(id), known?.ETag, ContractJson.Default.Meeting, cancellationToken) is var (meeting, tag)
            ? new Tagged<Meeting>(meeting, tag)
            : known!;

    public Task<Meeting> CreateAsync(MeetingRequest meeting, CancellationToken cancellationToken) => http.SendAsync(
        HttpMethod.Post, Routes.Meetings, meeting, ContractJson.Default.MeetingRequest, ContractJson.Default.Meeting, cancellationToken);

    public Task<Meeting> ReplaceAsync(string id, MeetingRequest meeting, long version, CancellationToken cancellationToken) => http.SendAsync(
        HttpMethod.Put, Path(id), meeting, ContractJson.Default.MeetingRequest, ContractJson.Default.Meeting, cancellationToken, version);

    public Task DeleteAsync(string id, CancellationToken cancellationToken) => http.SendAsync(HttpMethod.Delete, Path(id), cancellationToken);

    public Task<AgendaItem> AddItemAsync(string id, AgendaItemRequest item, CancellationToken cancellationToken) => http.SendAsync(
        HttpMethod.Post,
        Routes.Agenda(Escape(id)),
        item,
        ContractJson.Default.AgendaItemRequest,
        ContractJson.Default.AgendaItem,
        cancellationToken);

    public Task<AgendaItem> ReplaceItemAsync(
        string id, string itemId, AgendaItemRequest item, long version, CancellationToken cancellationToken) => http.SendAsync(
        HttpMethod.Put,
        $"{Routes.Agenda(Escape(id))}/{Escape(itemId)}",
        item,
        ContractJson.Default.AgendaItemRequest,
        ContractJson.Default.AgendaItem,
        cancellationToken,
        version);

    public Task DeleteItemAsync(string id, string itemId, CancellationToken cancellationToken) =>
        http.SendAsync(HttpMethod.Delete, $"{Routes.Agenda(Escape(id))}/{Escape(itemId)}", cancellationToken);

    public Task OrderAgendaAsync(string id, IReadOnlyList<string> itemIds, CancellationToken cancellationToken) => http.SendAsync(
        HttpMethod.Put,
        Routes.Agenda(Escape(id)),
        new AgendaOrderRequest(itemIds),
        ContractJson.Default.AgendaOrderRequest,
        ContractJson.Default.AgendaOrder,
        cancellationToken);

    public Task<MeetingFile> ChangeFileAsync(string id, string path, FileChangeRequest change, CancellationToken cancellationToken) =>
        http.SendAsync(
            HttpMethod.Patch,
            Routes.MeetingFile(Escape(id), path),
            change,
            ContractJson.Default.FileChangeRequest,
            ContractJson.Default.MeetingFile,
            cancellationToken);

    public Task DeleteFileAsync(string id, string path, CancellationToken cancellationToken) =>
        http.SendAsync(HttpMethod.Delete, Routes.MeetingFile(Escape(id), path), cancellationToken);

    private async Task<(Page<MeetingSummary> Page, string? ETag)?> GetPageAsync(int number, string? etag, CancellationToken cancellationToken) =>
        await http.GetChangedAsync(
            FormattableString.Invariant($"{Routes.Meetings}?status=active&page={number}&page_size={PageSize}"),
            etag,
            ContractJson.Default.PageMeetingSummary,
            cancellationToken);

    private static string Path(string id) => $"{Routes.Meetings}/{Escape(id)}";

    private static string Escape(string id) => Uri.EscapeDataString(id);

    private sealed record Known(string ETag, IReadOnlyList<MeetingSummary> Meetings);
}
