using MeetingCloud.Api.Data;
using MeetingCloud.Api.Distribution;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Meetings;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Uploads;

internal static class UploadTicketsApi
{
    public static void MapTickets(this RouteGroupBuilder group) =>
        group.MapPost("/tickets", IssueAsync)
            .WithSummary("Let a browser upload files to one meeting, without a key")
            .Produces<UploadTicket>(StatusCodes.Status201Created)
            .RequireAdminKey();

    private static async Task<IResult> IssueAsync(
        JsonBody<UploadTicketRequest> body,
        HttpRequest request,
        UploadTickets tickets,
        PublicAddress address,
        IDbContextFactory<MeetingDb> databases,
        CancellationToken cancellationToken)
    {
        if (body.Value.MeetingId is not { Length: > 0 } meetingId)
        {
            return Problem.Invalid("meeting_id", "is missing.");
        }

        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        if (!await db.Meetings.AnyAsync(meeting => meeting.Id == meetingId, cancellationToken))
        {
            throw MeetingStore.NotFound(meetingId);
        }

        var (token, expiresAt) = tickets.Issue(meetingId);
        return TypedResults.Json(
            new UploadTicket(token, expiresAt, address.Of(request) + Routes.Uploads), ContractJson.Default.UploadTicket, statusCode: StatusCodes.Status201Created);
    }
}
