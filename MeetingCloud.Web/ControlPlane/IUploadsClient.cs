using MeetingCloud.Contracts;

namespace MeetingCloud.Web.ControlPlane;

/// <summary>Leave for browsers to upload; calls throw as <see cref="ControlPlaneHttp"/> says.</summary>
internal interface IUploadsClient
{
    /// <summary>A ticket for the files of one meeting, with the address that browsers know the control plane by.</summary>
    Task<UploadTicket> CreateTicketAsync(string meetingId, CancellationToken cancellationToken);
}
