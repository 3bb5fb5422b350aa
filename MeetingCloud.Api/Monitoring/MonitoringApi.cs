using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Monitoring.Metrics;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Monitoring;

/// <summary>What was, for admins.</summary>
internal static class MonitoringApi
{
    public static void MapMonitoring(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(Routes.History, HistoryOf).WithTags("Monitoring")
            .WithSummary("Load of nodes and origin pool in the last hour").Produces<ClusterHistory>().RequireAdminKey();
        routes.MapGet(Routes.Nodes + "/{id}/events", EventsAsync).WithTags("Nodes")
            .WithSummary("What befell a node, newest first").Produces<Page<NodeEvent>>().RequireAdminKey();
        routes.ServiceProvider.StartMetrics();
    }

    private static IResult HistoryOf(HttpContext context, History history, string? since = null)
    {
        DateTimeOffset? after = null;
        if (!string.IsNullOrEmpty(since))
        {
            after = Rfc3339Converter.TryParse(since, out var at)
                ? at
                : throw new ProblemException(Problem.Invalid("since", "is no time as RFC 3339 has it, such as 2026-05-01T09:30:00Z."));
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(history.After(after));
    }

    private static async Task<IResult> EventsAsync(
        string id,
        IDbContextFactory<MeetingDb> databases,
        Nodes.NodeRegistrySync nodes,
        CancellationToken cancellationToken,
        string? page = null,
        string? page_size = null)
    {
        var paging = Paging.Read(page, page_size);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var events = db.NodeEvents.AsNoTracking().Where(e => e.NodeId == id);
        var total = await events.CountAsync(cancellationToken);
        if (total == 0 && await nodes.FindAsync(id) is null)
        {
            return Problem.NotFound($"There is no node '{id}'.");
        }

        var items = await paging.TakeAsync(
            events.OrderByDescending(e => e.Id).Select(e => new NodeEvent(e.Id, e.Kind, e.At, e.Reason)), cancellationToken);
        return TypedResults.Ok(paging.Of(items, total));
    }
}
