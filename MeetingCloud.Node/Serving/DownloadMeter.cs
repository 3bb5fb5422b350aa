using System.Diagnostics.Metrics;

namespace MeetingCloud.Node.Serving;

/// <summary>Counts what attendees download: for heartbeats, for the status page, and as the meter <c>MeetingCloud.Node</c>.</summary>
internal sealed class DownloadMeter
{
    public const string MeterName = "MeetingCloud.Node";

    private readonly Counter<long> _bytesCounter;
    private readonly Counter<long> _downloadsCounter;
    private int _active;
    private long _total;
    private long _bytesSent;
    private long _clientsGone;
    private long _bytesMissing;

    public DownloadMeter(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _bytesCounter = meter.CreateCounter<long>("meetingcloud.node.download.bytes", "By", "Bytes sent to attendees.");
        _downloadsCounter = meter.CreateCounter<long>("meetingcloud.node.downloads", "{download}", "Responses to attendees, begun.");
        meter.CreateObservableUpDownCounter(
            "meetingcloud.node.downloads.active", () => Active, "{download}", "Responses to attendees under way.");
        // Observed, so that both are there with 0 before the first: a rate begins there.
        meter.CreateObservableCounter(
            "meetingcloud.node.downloads.incomplete", Incomplete, "{download}", "Responses to attendees that broke off before their last byte.");
    }

    /// <summary>Responses under way.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Responses begun since the start.</summary>
    public long Total => Interlocked.Read(ref _total);

    /// <summary>Bytes of bodies sent since the start.</summary>
    public long BytesSent => Interlocked.Read(ref _bytesSent);

    public void Begin()
    {
        Interlocked.Increment(ref _active);
        Interlocked.Increment(ref _total);
        _downloadsCounter.Add(1);
    }

    public void Sent(long bytes)
    {
        Interlocked.Add(ref _bytesSent, bytes);
        _bytesCounter.Add(bytes);
    }

    public void End() => Interlocked.Decrement(ref _active);

    /// <summary>The attendee went away, or the line did.</summary>
    public void ClientGone() => Interlocked.Increment(ref _clientsGone);

    /// <summary>The node could not get the bytes of a response that it had begun.</summary>
    public void BytesMissing() => Interlocked.Increment(ref _bytesMissing);

    private IEnumerable<Measurement<long>> Incomplete() =>
    [
        new(Interlocked.Read(ref _clientsGone), new KeyValuePair<string, object?>("error.type", "client_gone")),
        new(Interlocked.Read(ref _bytesMissing), new KeyValuePair<string, object?>("error.type", "bytes_missing")),
    ];
}
