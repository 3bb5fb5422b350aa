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
        group.MapPut("/{itemId}", ReplaceAsync).WithSummary("Replace an agenda item").Produces<AgendaItem>();
        group.MapDelete("/{itemId}", DeleteAsync)
            .WithSummary("Delete an agenda item; its files stay with the meeting").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> AddAsync(
        string id, JsonBody<AgendaItemRequest> body, HttpContext context, MeetingStore meetings, CancellationToken cancellationToken)
    {
        MeetingValidation.Check(body.Value);
        var request = body.Value;
        var itemId = MeetingStore.NewId();
        AgendaRow? item = null;
        await meetings.ChangeAsync(
            id,
            IfMatch.Read(context.Request),
            (db, meeting) =>
            {
                item = new AgendaRow { Id = itemId, MeetingId = meeting.Id, Title = request.Title!.Trim(), Position = request.Position!.Value };
                Fill(item, request);
                db.Add(item);
                return Task.FromResult(true);
            },
            cancellationToken);
        return TypedResults.Created($"{Routes.Meetings}/{id}/agenda/{itemId}", item!.ToContract());
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
        await meetings.ChangeAsync(
            id,
            IfMatch.Read(context.Request),
            async (db, meeting) =>
            {
                item = await FindAsync(db, meeting, itemId, cancellationToken);
                Fill(item, body.Value);
                return true;
            },
            cancellationToken);
        return TypedResults.Ok(item!.ToContract());
    }

    private static async Task<IResult> DeleteAsync(
        string id, string itemId, HttpContext context, MeetingStore meetings, CancellationToken cancellationToken)
    {
        await meetings.ChangeAsync(
            id,
            IfMatch.Read(context.Request),
            async (db, meeting) =>
            {
                db.Remove(await FindAsync(db, meeting, itemId, cancellationToken));
                return true;
            },
            cancellationToken);
        return TypedResults.NoContent();
    }

    private static void Fill(AgendaRow item, AgendaItemRequest request)
    {
        item.Title = request.Title!.Trim();
        item.Position = request.Position!.Value;
        item.Presenter = request.Presenter;
        item.DurationMinutes = request.DurationMinutes;
    }

    private static async Task<AgendaRow> FindAsync(MeetingDb db, MeetingRow meeting, string itemId, CancellationToken cancellationToken) =>
        await db.Agenda.FirstOrDefaultAsync(a => a.MeetingId == meeting.Id && a.Id == itemId, cancellationToken)
        ?? throw new ProblemException(Problem.NotFound($"The meeting has no agenda item '{itemId}'."));
}
