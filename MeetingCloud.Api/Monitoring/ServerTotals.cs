using System.Runtime.InteropServices;
using MeetingCloud.Storage.Origins.Statistics;

namespace MeetingCloud.Api.Monitoring;

/// <summary>A server's counters at the last sample, from which the next one is reckoned.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ServerTotals(long Requests, long Errors, long BytesRead, long BytesWritten)
{
    public static ServerTotals Of(OriginCounters counters) =>
        new(counters.Requests.Values.Sum(), counters.Errors.Values.Sum(), counters.BytesReceived, counters.BytesSent);
}
