using System.Diagnostics.Metrics;
using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Storage.Origins.Statistics;

/// <summary>The pool's instruments, on the meter <c>MeetingCloud.Origins</c>.</summary>
internal sealed class OriginMetrics : IDisposable
{
    private const string ServerTag = "origin.server";

    private readonly Meter _meter = new("MeetingCloud.Origins");
    private readonly Histogram<double> _duration;
    private readonly Counter<long> _bytes;

    public OriginMetrics(Func<IEnumerable<OriginServer>> servers)
    {
        _duration = _meter.CreateHistogram<double>("origin.request.duration", "s", "Time to the headers of an origin server's answer");
        _bytes = _meter.CreateCounter<long>("origin.io", "By", "Bytes of files to and from origin servers");
        _meter.CreateObservableGauge(
            "origin.requests.active", () => servers().Select(s => Of(s, s.Limiter.InUse)), "{request}", "Requests under way");
        _meter.CreateObservableGauge(
            "origin.requests.waiting", () => servers().Select(s => Of(s, s.Limiter.Waiting)), "{request}", "Requests that wait for their turn");
        _meter.CreateObservableGauge(
            "origin.available", () => servers().Select(s => Of(s, s.Health.IsUsable ? 1 : 0)), "{server}", "1 while the server is used");
    }

    public void Answered(string server, string method, TimeSpan elapsed, WebDavFailure? failure) => _duration.Record(
        elapsed.TotalSeconds,
        new KeyValuePair<string, object?>(ServerTag, server),
        new KeyValuePair<string, object?>("http.request.method", method),
        new KeyValuePair<string, object?>("error.type", failure?.ToString()));

    public void Sent(string server, long bytes) => Count(server, bytes, "transmit");

    public void Received(string server, long bytes) => Count(server, bytes, "receive");

    public void Dispose() => _meter.Dispose();

    private void Count(string server, long bytes, string direction) => _bytes.Add(
        bytes,
        new KeyValuePair<string, object?>(ServerTag, server),
        new KeyValuePair<string, object?>("network.io.direction", direction));

    private static Measurement<int> Of(OriginServer server, int value) => new(value, new KeyValuePair<string, object?>(ServerTag, server.Id));
}
