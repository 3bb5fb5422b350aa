using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Meetings;

internal static class MeetingsApi
{
    public static void MapMeetings(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Meetings).WithTags("Meetings").RequireAdminKey();
        group.MapPost("/", CreateAsync).WithSummary("Create a meeting").Produces<Meeting>(StatusCodes.Status201Created);
        group.MapGet("/", ListAsync)
            .WithSummary("List meetings, newest first unless sort says otherwise; 304 while nothing has changed")
            .Produces<Page<MeetingSummary>>()
            .Produces(StatusCodes.Status304NotModified);
        group.MapGet("/{id}", GetAsync)
            .WithSummary("Get a meeting; 304 while it has not changed").Produces<Meeting>().Produces(StatusCodes.Status304NotModified);
        group.MapPut("/{id}", ReplaceAsync).WithSummary("Replace a meeting's own fields").Produces<Meeting>();
        group.MapDelete("/{id}", DeleteAsync).WithSummary("Delete a meeting and its files").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> CreateAsync(
        JsonBody<MeetingRequest> body, HttpContext context, MeetingStore meetings, CancellationToken cancellationToken)
    {
        var meeting = (await meetings.CreateAsync(body.Value, cancellationToken)).ToContract();
        context.Response.Headers.ETag = EntityTag(meeting.Version);
        return TypedResults.Created($"{Routes.Meetings}/{meeting.Id}", meeting);
    }

    private static Task<IResult> ListAsync(
        HttpContext context,
        MeetingList meetings,
        TimeProvider time,
        string? status = null,
        string? q = null,
        string? sort = null,
        string? upcoming = null,
        string? page = null,
        string? page_size = null) =>
        meetings.AnswerAsync(context, new MeetingFilter(status, q, sort, upcoming, time.GetUtcNow()), Paging.Read(page, page_size));

    private static async Task<IResult> GetAsync(
        string id, HttpContext context, IDbContextFactory<MeetingDb> databases, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var known = context.Request.Headers.IfNoneMatch.ToString();
        if (known.Length > 0)
        {
            // An editor's page asks every second, and a meeting may have thousands of files.
            var version = await db.Meetings.Where(m => m.Id == id).Select(m => (long?)m.Version).FirstOrDefaultAsync(cancellationToken);
            if (version is { } number && known == EntityTag(number))
            {
                context.Response.Headers.ETag = known;
                return TypedResults.StatusCode(StatusCodes.Status304NotModified);
            }
        }

        return await WholeAsync(db, id, context, cancellationToken);
    }

    private static async Task<IResult> ReplaceAsync(
        string id,
        JsonBody<MeetingRequest> body,
        HttpContext context,
        MeetingStore meetings,
        IDbContextFactory<MeetingDb> databases,
        CancellationToken cancellationToken)
    {
        await meetings.ReplaceAsync(id, body.Value, Precondition.Read(context.Request), cancellationToken);
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await WholeAsync(db, id, context, cancellationToken);
    }

    private static async Task<IResult> DeleteAsync(
        string id, HttpContext context, MeetingStore meetings, CancellationToken cancellationToken)
    {
        await meetings.DeleteAsync(id, Precondition.Read(context.Request), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> WholeAsync(MeetingDb db, string id, HttpContext context, CancellationToken cancellationToken)
    {
        var row = await db.FindWholeAsync(id, cancellationToken) ?? throw MeetingStore.NotFound(id);
        context.Response.Headers.ETag = EntityTag(row.Version);
        return TypedResults.Ok(row.ToContract());
    }

    private static string EntityTag(long version) => $"\"{version}\"";
}
