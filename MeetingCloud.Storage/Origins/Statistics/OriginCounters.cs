using System.Collections.Concurrent;
using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Storage.Origins.Statistics;

/// <summary>What a server did since this process started. Safe for concurrent use.</summary>
public sealed class OriginCounters(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, long> _requests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<WebDavFailure, long> _errors = new();
    private long _bytesSent;
    private long _bytesReceived;
    private long _meanLatency;

    /// <summary>Requests by method.</summary>
    public IReadOnlyDictionary<string, long> Requests => _requests;

    /// <summary>Failed requests by kind.</summary>
    public IReadOnlyDictionary<WebDavFailure, long> Errors => _errors;

    /// <summary>Bytes uploaded.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    /// <summary>Bytes downloaded.</summary>
    public long BytesReceived => Interlocked.Read(ref _bytesReceived);

    /// <summary>Time to the response's headers, without uploads, whose bodies take as long as they take.</summary>
    public LatencyHistogram Latency { get; } = new(time);

    /// <summary>The same as a running mean over about 8 requests; null before the first.</summary>
    public TimeSpan? MeanLatency => Interlocked.Read(ref _meanLatency) is > 0 and var ticks ? TimeSpan.FromTicks(ticks) : null;

    internal void Request(string method) => _requests.AddOrUpdate(method, 1, (_, count) => count + 1);

    internal void Error(WebDavFailure failure) => _errors.AddOrUpdate(failure, 1, (_, count) => count + 1);

    internal void Sent(long bytes) => Interlocked.Add(ref _bytesSent, bytes);

    internal void Received(long bytes) => Interlocked.Add(ref _bytesReceived, bytes);

    internal void Answered(TimeSpan latency)
    {
        Latency.Record(latency);
        // Two at once may lose one: it is a mean.
        var mean = Interlocked.Read(ref _meanLatency);
        var next = mean == 0 ? latency.Ticks : mean + ((latency.Ticks - mean) / 8);
        Interlocked.Exchange(ref _meanLatency, Math.Max(1, next));
    }
}
