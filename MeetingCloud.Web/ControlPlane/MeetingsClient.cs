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
}
