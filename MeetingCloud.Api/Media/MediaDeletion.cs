using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Media;

/// <summary>Deleting one or many; bytes that nothing else names go with the next sweep.</summary>
internal static class MediaDeletion
{
    /// <param name="what">For the API's document.</param>
    public static void MapDeletion<T>(this RouteGroupBuilder group, string what)
        where T : MediaRow, IMediaKind
    {
        group.MapDelete("/{id}", DeleteAsync<T>)
            .WithSummary($"Delete one of the {what}").Produces(StatusCodes.Status204NoContent).RequireAdminKey();
        group.MapPost("/batch-delete", DeleteManyAsync<T>)
            .WithSummary($"Delete up to {BatchIds.Max} {what}")
            .WithDescription("Those that are there are deleted together, in one transaction; the others are reported as not_found.")
            .Produces<BatchResult>()
            .RequireAdminKey();
    }

    private static async Task<IResult> DeleteAsync<T>(string id, HttpContext context, MediaStore store, CancellationToken cancellationToken)
        where T : MediaRow, IMediaKind
    {
        await store.DeleteAsync<T>(id, Precondition.Read(context.Request), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DeleteManyAsync<T>(
        JsonBody<BatchDeleteRequest> body, MediaStore store, CancellationToken cancellationToken)
        where T : MediaRow
    {
        var errors = new FieldErrors();
        var ids = BatchIds.Check(body.Value.Ids, BatchIds.Max, errors);
        errors.Throw();
        return TypedResults.Ok(await store.DeleteAsync<T>(ids, cancellationToken));
    }
}
