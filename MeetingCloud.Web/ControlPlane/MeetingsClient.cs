using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

internal sealed class MeetingsClient(ControlPlaneHttp http) : IMeetingsClient
{
    private const int PageSize = 500;

    public async Task<IReadOnlyList<MeetingSummary>> GetActiveAsync(CancellationToken cancellationToken)
    {
        var meetings = new List<MeetingSummary>();
        for (var number = 1; ; number++)
        {
            var page = await http.GetAsync(
                FormattableString.Invariant($"{Routes.Meetings}?status=active&page={number}&page_size={PageSize}"),
                ContractJson.Default.PageMeetingSummary,
                cancellationToken);
            meetings.AddRange(page.Items);
            if (page.Items.Count == 0 || meetings.Count >= page.Total)
            {
                return meetings;
            }
        }
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

    private static string Path(string id) => $"{Routes.Meetings}/{Escape(id)}";

    private static string Escape(string id) => Uri.EscapeDataString(id);
}
