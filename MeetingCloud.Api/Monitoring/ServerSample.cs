using System.Runtime.InteropServices;

namespace MeetingCloud.Api.Monitoring;

/// <summary>A server of the pool: what is under way, and what was done since the sample before.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ServerSample(
    string Id, int InFlight, int Queued, long Requests, long Errors, long BytesRead, long BytesWritten, double? LatencyMs);
