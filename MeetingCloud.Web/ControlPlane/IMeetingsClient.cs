using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>Meetings, their agenda and files; calls throw as <see cref="ControlPlaneHttp"/> says.</summary>
internal interface IMeetingsClient
{
    /// <summary>All active meetings, whatever their number.</summary>
    Task<IReadOnlyList<MeetingSummary>> GetActiveAsync(CancellationToken cancellationToken);
}
