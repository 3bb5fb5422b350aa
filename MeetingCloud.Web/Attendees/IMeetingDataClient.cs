using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Attendees;

/// <summary>What the control plane tells of a meeting to attendees.</summary>
internal interface IMeetingDataClient
{
    /// <summary>The meeting, whatever its status, with its access code.</summary>
    /// <exception cref="ControlPlaneException">The control plane refuses: 404 where there is no such meeting.</exception>
    /// <exception cref="HttpRequestException">It is away.</exception>
    /// <exception cref="IOException">It went away in the middle.</exception>
    Task<MeetingData> GetAsync(string id, CancellationToken cancellationToken);
}
