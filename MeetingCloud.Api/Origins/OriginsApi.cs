using MeetingCloud.Api.Http;
using MeetingCloud.Api.Origins.Reports;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Origins;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MeetingCloud.Api.Origins;

/// <summary>The pool for admins: state, numbers, and which servers take files.</summary>
internal static class OriginsApi
{
    public static void MapOrigins(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Webdav).WithTags("Origin pool").RequireAdminKey();
        group.MapGet("/status", StatusAsync).WithSummary("Every server now: load, health, room").Produces<WebdavStatus>();
        group.MapGet("/stats", StatsAsync).WithSummary("Requests, bytes, errors, latency; how the files stand").Produces<WebdavStats>();
        group.MapPost("/servers/{id}/toggle", ToggleAsync)
            .WithSummary("Let a server take new files, or not")
            .AddOpenApiOperationTransformer(DescribeBodyAsync)
            .Produces<WebdavServerStatus>();
    }

    private static async Task<IResult> StatusAsync([FromServices] OriginReport? report, CancellationToken cancellationToken) =>
        TypedResults.Ok(report is null
            ? new WebdavStatus([], 0, 0, Strategy: null, Replicas: 1)
            : await report.StatusAsync(cancellationToken));

    private static async Task<IResult> StatsAsync(
        [FromServices] OriginReport? report, TimeProvider time, CancellationToken cancellationToken) =>
        TypedResults.Ok(report is null ? Nothing(time.GetUtcNow()) : await report.StatsAsync(cancellationToken));

    private static async Task<IResult> ToggleAsync(
        string id,
        HttpContext context,
        [FromServices] OriginPool? pool,
        [FromServices] OriginServers? servers,
        [FromServices] OriginReport? report,
        CancellationToken cancellationToken)
    {
        var server = pool?.Find(id) ?? throw new ProblemException(Problem.NotFound($"There is no WebDAV server '{id}'."));
        // No body at all turns it round, as the requirement's own client does.
        var enabled = context.Request.MayHaveBody()
            ? (await JsonBody<ToggleServerRequest>.BindAsync(context)).Value.Enabled
            : null;
        await servers!.SetEnabledAsync(server, enabled, cancellationToken);
        return TypedResults.Ok(await report!.StatusAsync(server, cancellationToken));
    }

    public static ProblemException NoPool() =>
        new(Problem.Conflict("No WebDAV server is configured: the origin is this control plane's own disk."));

    private static WebdavStats Nothing(DateTimeOffset now) => new(
        now, [], new WebdavTotals(0, 0, 0, 0, 0, 0), new WebdavFiles(0, 0, 0, 0, 0, 0), new WebdavCache(0, 0, 0, 0, 0));

    // For the document alone: Accepts() would have routing refuse a request without a body for its media type.
    private static async Task DescribeBodyAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken) =>
        operation.RequestBody = new OpenApiRequestBody
        {
            Description = "Absent: turn it round.",
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["application/json"] = new()
                {
                    Schema = await context.GetOrCreateSchemaAsync(typeof(ToggleServerRequest), cancellationToken: cancellationToken),
                },
            },
        };
}
