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

    private async Task<(Page<MeetingSummary> Page, string? ETag)?> GetPageAsync(int number, string? etag, CancellationToken cancellationToken) =>
        await http.GetChangedAsync(
            FormattableString.Invariant($"{Routes.Meetings}?status=active&page={number}&page_size={PageSize}"),
            etag,
            ContractJson.Default.PageMeetingSummary,
            cancellationToken);

    private sealed record Known(string ETag, IReadOnlyList<MeetingSummary> Meetings);
}
