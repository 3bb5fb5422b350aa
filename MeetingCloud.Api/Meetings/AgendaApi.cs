using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Meetings;

internal static class AgendaApi
{
    public static void MapAgenda(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Meetings + "/{id}/agenda").WithTags("Agenda").RequireAdminKey();
        group.MapPost("/", AddAsync).WithSummary("Add an agenda item").Produces<AgendaItem>(StatusCodes.Status201Created);
        group.MapPut("/", OrderAsync).WithSummary("Put the agenda in order").Produces<AgendaOrder>();
        group.MapGet("/{itemId}", GetAsync).WithSummary("Get an agenda item").Produces<AgendaItem>();
        group.MapPut("/{itemId}", ReplaceAsync).WithSummary("Replace an agenda item").Produces<AgendaItem>();
        group.MapDelete("/{itemId}", DeleteAsync)
            .WithSummary("Delete an agenda item; its files stay with the meeting").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> AddAsync(
        string id, JsonBody<AgendaItemRequest> body, HttpContext context, MeetingStore meetings, CancellationToken cancellationToken)
    {
        MeetingValidation.Check(body.Value);
        var request = body.Value;
        var itemId = Ids.New();
        AgendaRow? item = null;
        var meeting = await meetings.ChangeAsync(
            id,
            Precondition.Read(context.Request),
            (db, row) =>
            {
                item = new AgendaRow { Id = itemId, MeetingId = row.Id, Title = request.Title!.Trim(), Position = request.Position!.Value };
                Fill(item, request);
                db.Add(item);
                return Task.FromResult(true);
            },
            cancellationToken);
        context.Response.SetMeetingVersion(meeting.Version);
        return TypedResults.Created($"{Routes.Meetings}/{id}/agenda/{itemId}", item!.ToContract());
    }

    private static async Task<IResult> GetAsync(
        string id, string itemId, HttpContext context, IDbContextFactory<MeetingDb> databases, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        var version = await db.Meetings.Where(m => m.Id == id).Select(m => (long?)m.Version).FirstOrDefaultAsync(cancellationToken)
            ?? throw MeetingStore.NotFound(id);
        var item = await FindAsync(db, id, itemId, cancellationToken);
        context.Response.SetMeetingVersion(version);
        return TypedResults.Ok(item.ToContract());
    }

    private static async Task<IResult> OrderAsync(
        string id, JsonBody<AgendaOrderRequest> body, HttpContext context, MeetingStore meetings, CancellationToken cancellationToken)
    {
        var ids = body.Value.Ids ?? throw new ProblemException(Problem.Invalid("ids", "is missing."));
        List<AgendaRow> items = [];
        var meeting = await meetings.ChangeAsync(
            id,
            Precondition.Read(context.Request),
            async (db, row) =>
            {
                items = await db.Agenda.Where(a => a.MeetingId == row.Id).ToListAsync(cancellationToken);
                if (ids.Count != items.Count || !items.Select(a => a.Id).ToHashSet(StringComparer.Ordinal).SetEquals(ids))
                {
                    throw new ProblemException(Problem.Invalid("ids", "must be all items of the meeting's agenda, each once."));
                }

                var position = 0;
                var changed = false;
                foreach (var item in ids.Select(itemId => items.Find(a => a.Id == itemId)!))
                {
                    changed |= item.Position != position;
                    item.Position = position++;
                }

                return changed;
            },
            cancellationToken);
        context.Response.SetMeetingVersion(meeting.Version);
        return TypedResults.Ok(new AgendaOrder([.. items.InOrder().Select(MeetingMapping.ToContract)], meeting.Version));
    }

    private static async Task<IResult> ReplaceAsync(
        string id,
        string itemId,
        JsonBody<AgendaItemRequest> body,
        HttpContext context,
        MeetingStore meetings,
        CancellationToken cancellationToken)
    {
        MeetingValidation.Check(body.Value);
        AgendaRow? item = null;
        var meeting = await meetings.ChangeAsync(
            id,
            Precondition.Read(context.Request),
            async (db, row) =>
            {
                item = await FindAsync(db, row.Id, itemId, cancellationToken);
                Fill(item, body.Value);
                return true;
            },
            cancellationToken);
        context.Response.SetMeetingVersion(meeting.Version);
        return TypedResults.Ok(item!.ToContract());
    }

    private static async Task<IResult> DeleteAsync(
        string id, string itemId, HttpContext context, MeetingStore meetings, CancellationToken cancellationToken)
    {
        var meeting = await meetings.ChangeAsync(
            id,
            Precondition.Read(context.Request),
            async (db, row) =>
            {
                db.Remove(await FindAsync(db, row.Id, itemId, cancellationToken));
                return true;
            },
            cancellationToken);
        context.Response.SetMeetingVersion(meeting.Version);
        return TypedResults.NoContent();
    }

    private static void Fill(AgendaRow item, AgendaItemRequest request)
    {
        item.Title = request.Title!.Trim();
        item.Position = request.Position!.Value;
        item.Presenter = request.Presenter;
        item.DurationMinutes = request.DurationMinutes;
    }

    private static async Task<AgendaRow> FindAsync(MeetingDb db, string meetingId, string itemId, CancellationToken cancellationToken) =>
        await db.Agenda.FirstOrDefaultAsync(a => a.MeetingId == meetingId && a.Id == itemId, cancellationToken)
        ?? throw new ProblemException(Problem.NotFound($"The meeting has no agenda item '{itemId}'."));
}
