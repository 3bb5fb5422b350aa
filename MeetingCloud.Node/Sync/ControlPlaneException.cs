using System.Net;

namespace MeetingCloud.Node.Sync;

/// <summary>The control plane is out of reach, or answered with an error.</summary>
/// <param name="status">What it answered; null where it did not.</param>
internal sealed class ControlPlaneException(string message, HttpStatusCode? status = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    public HttpStatusCode? Status { get; } = status;
}
