using System.Globalization;
using System.Text;
using System.Text.Json;
using MeetingCloud.Api.Data;
using MeetingCloud.Api.Distribution;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Meetings;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Sync;

/// <summary>What nodes ask of the control plane.</summary>
internal static class SyncApi
{
    // Well under the minute after which proxies cut a silent connection.
    private static readonly TimeSpan s_keepAlive = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan s_elsewhere = TimeSpan.FromSeconds(1);

    public static void MapSync(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("").WithTags("Sync").RequireNodeKey();
        group.MapGet(Routes.ActiveMeetings, ActiveAsync).WithSummary("Meetings that nodes should hold").Produces<ActiveMeetings>();
        group.MapGet(Routes.SyncMeetings + "/{id}", ManifestAsync).WithSummary("The manifest of a meeting").Produces<Manifest>();
        group.MapGet(Routes.SyncEvents, EventsAsync)
            .WithSummary("Changes of meetings as server-sent events").Produces(StatusCodes.Status200OK, contentType: "text/event-stream");
    }

    private static async Task<IResult> ActiveAsync(
        IDbContextFactory<MeetingDb> databases, MeetingSnapshots snapshots, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var rows = await db.Meetings
            .Where(m => m.Status == MeetingStatus.Active)
            .OrderBy(m => m.Time)
            .Select(m => new { m.Id, m.Version, m.PackageVersion, m.PackageEtag, m.PackageSize })
            .ToListAsync(cancellationToken);
        var meetings = new List<ActiveMeeting>(rows.Count);
        foreach (var row in rows)
        {
            if (row.PackageVersion == row.Version)
            {
                meetings.Add(new ActiveMeeting(row.Id, row.Version, new ActivePackage(row.PackageEtag!, row.PackageSize!.Value)));
            }
            else if (await snapshots.FindAsync(row.Id, cancellationToken) is { Meeting.Status: MeetingStatus.Active } snapshot)
            {
                meetings.Add(new ActiveMeeting(row.Id, snapshot.Meeting.Version, snapshot.ActivePackage));
            }
        }

        return TypedResults.Ok(new ActiveMeetings(meetings));
    }

    private static async Task<IResult> ManifestAsync(
        string id,
        HttpContext context,
        NodeRegistry registry,
        NodeRegistrySync nodes,
        MeetingSnapshots snapshots,
        PublicAddress address,
        CancellationToken cancellationToken,
        string? node_id = null)
    {
        if (node_id is null || await nodes.FindAsync(node_id) is null)
        {
            return Problem.Forbidden($"The node '{node_id}' is not registered.");
        }

        if (await snapshots.FindAsync(id, cancellationToken) is not { } snapshot)
        {
            throw MeetingStore.NotFound(id);
        }

        var meeting = snapshot.Meeting;
        var root = address.Of(context.Request);
        return TypedResults.Ok(new Manifest(
            meeting.Id,
            meeting.Title,
            meeting.Time,
            meeting.Status,
            meeting.Version,
            new ManifestPackage(snapshot.Package.ETag, snapshot.Package.Length, snapshot.PackageName),
            [
                .. meeting.Files.InOrder().Select(f => new ManifestFile(
                    f.Id, f.Path, f.Size, f.ContentType, f.Sha256, MeetingMapping.FormatCrc32(f.Crc32), f.UpdatedAt, root + Routes.Blob(f.Sha256))),
            ],
            [
                .. registry.Holders(id, meeting.Version)
                    .Where(node => node.Record.Id != node_id)
                    .Select(node => new Peer(node.Record.Id, node.Record.Url)),
            ]));
    }

    // WHATWG HTML, section 9.2: server-sent events.
    private static async Task EventsAsync(
        HttpContext context, ChangeFeed feed, NodeLines lines, IHostApplicationLifetime lifetime, ServiceDrain drain, string? node_id = null)
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // It would not last: another instance takes it.
            throw new ProblemException(Problem.Unavailable("This control plane is shutting down.", s_elsewhere));
        }

        var lastEventId = context.Request.Headers["Last-Event-ID"].ToString();
        long? last = null;
        if (lastEventId.Length > 0)
        {
            last = long.TryParse(lastEventId, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
                ? value
                : throw new ProblemException(Problem.BadRequest($"Last-Event-ID is no id that this stream has sent: '{lastEventId}'."));
        }

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, drain.Closing);
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        // nginx, which would wait for a buffer to fill.
        response.Headers["X-Accel-Buffering"] = "no";
        context.Features.GetRequiredFeature<IHttpResponseBodyFeature>().DisableBuffering();
        await using var line = await lines.OpenAsync(node_id, drain.Closing);
        try
        {
            await response.WriteAsync(": connected\n\n", ended.Token);
            await foreach (var change in feed.ListenAsync(last, s_keepAlive, ended.Token))
            {
                await response.Body.WriteAsync(Format(change), ended.Token);
                await response.Body.FlushAsync(ended.Token);
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // The node went, or this instance is stopping: the stream just ends.
        }
    }

    private static byte[] Format(ChangeRow? change)
    {
        if (change is null)
        {
            return ": still here\n\n"u8.ToArray();
        }

        var data = JsonSerializer.Serialize(
            new MeetingEvent(change.MeetingId, change.Version, change.Action), ContractJson.Default.MeetingEvent);
        return Encoding.UTF8.GetBytes($"id: {change.Id}\nevent: {MeetingActions.EventType}\ndata: {data}\n\n");
    }
}
