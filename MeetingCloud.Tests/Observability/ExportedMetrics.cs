using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Cluster.Origins;
using MeetingCloud.Tests.Observability.Otlp;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace MeetingCloud.Tests.Observability;

/// <summary>
/// What a control plane, two nodes and a pool of two WebDAV servers really send to a collector, after a meeting was published, downloaded and
/// troubled. Made once for all tests of the class.
/// </summary>
public sealed class ExportedMetrics : IAsyncLifetime
{
    private static readonly (string, string)[] s_export = [("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"), ("OTEL_METRIC_EXPORT_INTERVAL", "500")];

    // The framework publishes health for the first time 5 s after the start.
    private static readonly string[] s_last = ["control-plane", "redis", "database", "NotFound", "/api/v1/uploads", "suspect"];

    internal IReadOnlyList<OtlpMetric> All { get; private set; } = [];

    /// <summary>By the names of their series in Prometheus.</summary>
    internal ILookup<string, OtlpMetric> BySeries { get; private set; } = Enumerable.Empty<OtlpMetric>().ToLookup(_ => "");

    public async Task InitializeAsync()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        var settings = s_export.Append(("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address)).ToArray();
        await using var origin = await OriginCluster.StartAsync(servers: 2, nodes: 0,
        [
            .. settings, ("OTEL_SERVICE_NAME", "api"), ("WEBDAV_HEALTH_CHECK_INTERVAL", "1000"),
            ("WEBDAV_REQUESTS_PER_WINDOW_1", "600"), ("WEBDAV_REQUESTS_PER_WINDOW_2", "600"),
        ]);
        for (var i = 1; i <= 2; i++)
        {
            await origin.Cluster.AddNodeAsync([.. settings, ("OTEL_SERVICE_NAME", $"node-{i}")]);
        }

        await WorkAsync(origin);
        await Eventually.BecomesTrueAsync(
            () => s_last.All(text => collector.Got("metrics", text)), TestCluster.Patience, "the collector has heard of everything");
        All = OtlpMetrics.Read(collector.Bodies("metrics"));
        BySeries = All.SelectMany(metric => PrometheusName.SeriesOf(metric).Select(name => (name, metric))).ToLookup(m => m.name, m => m.metric);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    private static async Task WorkAsync(OriginCluster origin)
    {
        var cluster = origin.Cluster;
        var meeting = await cluster.Admin.CreateMeetingAsync();
        await cluster.Admin.UploadAsync(meeting.Id, "agenda.bin", HttpExtensions.Bytes(50_000));
        await cluster.WaitUntilReadyAsync(meeting.Id, 2);
        var data = await cluster.Attendee.GetContractAsync<MeetingData>(Routes.MeetingData(meeting.Id));
        using (var redirect = await cluster.Attendee.GetAsync(Routes.Package(meeting.Id)))
        {
            Assert.Equal(HttpStatusCode.TemporaryRedirect, redirect.StatusCode);
            (await cluster.Attendee.GetAsync(redirect.Headers.Location)).Dispose();
        }

        (await cluster.Attendee.GetAsync(data.Files[0].Mirrors![0])).Dispose();
        // No upload by tus, but a request for one.
        (await cluster.Admin.PostAsync(Routes.Uploads, null)).Dispose();
        foreach (var server in origin.Servers)
        {
            server.Fault = (context, next) =>
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return HttpMethods.IsGet(context.Request.Method) ? Task.CompletedTask : next(context);
            };
        }

        await cluster.Api.CrashAsync();
        Directory.Delete(Path.Combine(cluster.UploadFolder, "blobs"), recursive: true);
        await cluster.Api.StartAsync();
        (await cluster.Node.GetAsync(Routes.Blob(data.Files[0].Sha256))).Dispose();
    }
}
