using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Media;

internal static class SeriesApi
{
    public static void MapSeries(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Series).WithTags("Media");
        group.MapGet("/", ListAsync).WithSummary("List series in their order").Produces<Page<Series>>();
        group.MapGet("/{id}", GetAsync).WithSummary("Get a series").Produces<Series>();
        group.MapPost("/", CreateAsync).WithSummary("Create a series").Produces<Series>(StatusCodes.Status201Created).RequireAdminKey();
        group.MapPut("/{id}", ReplaceAsync).WithSummary("Replace a series' own fields").Produces<Series>().RequireAdminKey();
        group.MapDeletion<SeriesRow>("series, with their albums and tracks");
        group.MapArtwork<SeriesRow>("series");
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, MediaReader media, string? q = null, string? page = null, string? page_size = null) =>
        TypedResults.Ok(await media.ListSeriesAsync(context, new MediaFilter(q), Paging.Read(page, page_size)));

    private static async Task<IResult> GetAsync(string id, HttpContext context, MediaReader media) =>
        TypedResults.Ok(await media.GetSeriesAsync(context, id));

    private static async Task<IResult> CreateAsync(
        JsonBody<SeriesRequest> body, HttpContext context, MediaStore store, MediaReader media, CancellationToken cancellationToken)
    {
        var request = body.Value;
        MediaValidation.Check(request);
        var row = await store.AddAsync(
            async (db, id, now) =>
            {
                var last = await db.Series.MaxAsync(s => (int?)s.Position, cancellationToken);
                var created = new SeriesRow
                {
                    Id = id,
                    Title = request.Title!,
                    Position = MediaMapping.After(last),
                    Version = 1,
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                Fill(created, request);
                return created;
            },
            cancellationToken);
        return TypedResults.Created($"{Routes.Series}/{row.Id}", await media.GetSeriesAsync(context, row.Id));
    }

    private static async Task<IResult> ReplaceAsync(
        string id, JsonBody<SeriesRequest> body, HttpContext context, MediaStore store, MediaReader media, CancellationToken cancellationToken)
    {
        MediaValidation.Check(body.Value);
        await store.ChangeAsync<SeriesRow>(
            id,
            Precondition.Read(context.Request),
            (_, row) =>
            {
                Fill(row, body.Value);
                return Task.FromResult(true);
            },
            cancellationToken);
        return TypedResults.Ok(await media.GetSeriesAsync(context, id));
    }

    private static void Fill(SeriesRow row, SeriesRequest request)
    {
        row.Title = request.Title!.Trim();
        row.Description = request.Description;
        row.Position = request.Position ?? row.Position;
    }
}
