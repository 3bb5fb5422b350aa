using System.Diagnostics.Metrics;
using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Storage.Origins.Statistics;

/// <summary>The pool's instruments, on the meter <c>MeetingCloud.Origins</c>.</summary>
internal sealed class OriginMetrics : IDisposable
{
    internal const string ServerTag = "origin.server";

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
            "origin.requests.limit", () => servers().Select(s => Of(s, s.Limiter.Capacity)), "{request}", "Requests that the server takes at a time");
        _meter.CreateObservableGauge(
            "origin.available", () => servers().Select(s => Of(s, s.Health.IsUsable ? 1 : 0)), "{server}", "1 while the server is used");
        _meter.CreateObservableGauge(
            "origin.status", () => servers().SelectMany(OriginStatus.Of), "{server}", "1 for the state that the server is in, 0 for the others");
        _meter.CreateObservableGauge(
            "origin.budget.used", () => WithBudget(servers()).Select(s => Of(s, s.Limiter.Spent!.Value)), "{request}",
            "Requests of this process within the server's window");
        _meter.CreateObservableGauge(
            "origin.budget.limit", () => WithBudget(servers()).Select(s => Of(s, s.Options.RequestsPerWindow!.Value)), "{request}",
            "Requests that the server allows in its window, from all processes together");
        _meter.CreateObservableGauge(
            "origin.storage.free", () => servers().Where(s => s.Quota?.Available is not null).Select(s => Of(s, s.Quota!.Available!.Value)), "By",
            "Room on the server, where it says");
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

    private static IEnumerable<OriginServer> WithBudget(IEnumerable<OriginServer> servers) => servers.Where(s => s.Limiter.Spent is not null);

    private static Measurement<long> Of(OriginServer server, long value) => new(value, new KeyValuePair<string, object?>(ServerTag, server.Id));
}
