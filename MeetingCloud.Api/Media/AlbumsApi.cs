using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Media;

internal static class AlbumsApi
{
    public static void MapAlbums(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Albums).WithTags("Media");
        group.MapGet("/", ListAsync).WithSummary("List albums in their order").Produces<Page<Album>>();
        group.MapGet("/{id}", GetAsync).WithSummary("Get an album").Produces<Album>();
        group.MapPost("/", CreateAsync).WithSummary("Create an album").Produces<Album>(StatusCodes.Status201Created).RequireAdminKey();
        group.MapPut("/{id}", ReplaceAsync).WithSummary("Replace an album's own fields").Produces<Album>().RequireAdminKey();
        group.MapDeletion<AlbumRow>("albums, with their tracks");
        group.MapArtwork<AlbumRow>("albums");
    }

    private static async Task<IResult> ListAsync(
        HttpContext context,
        MediaReader media,
        string? series_id = null,
        string? q = null,
        string? page = null,
        string? page_size = null) =>
        TypedResults.Ok(await media.ListAlbumsAsync(context, new MediaFilter(q, series_id), Paging.Read(page, page_size)));

    private static async Task<IResult> GetAsync(string id, HttpContext context, MediaReader media) =>
        TypedResults.Ok(await media.GetAlbumAsync(context, id));

    private static async Task<IResult> CreateAsync(
        JsonBody<AlbumRequest> body, HttpContext context, MediaStore store, MediaReader media, CancellationToken cancellationToken)
    {
        var request = body.Value;
        MediaValidation.Check(request);
        var row = await store.AddAsync(
            async (db, id, now) =>
            {
                await CheckParentAsync(db, request, cancellationToken);
                var created = new AlbumRow
                {
                    Id = id,
                    SeriesId = request.SeriesId!,
                    Title = request.Title!,
                    Position = await NextAsync(db, request, cancellationToken),
                    Version = 1,
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                Fill(created, request);
                return created;
            },
            cancellationToken);
        return TypedResults.Created($"{Routes.Albums}/{row.Id}", await media.GetAlbumAsync(context, row.Id));
    }

    private static async Task<IResult> ReplaceAsync(
        string id, JsonBody<AlbumRequest> body, HttpContext context, MediaStore store, MediaReader media, CancellationToken cancellationToken)
    {
        var request = body.Value;
        MediaValidation.Check(request);
        await store.ChangeAsync<AlbumRow>(
            id,
            Precondition.Read(context.Request),
            async (db, row) =>
            {
                if (row.SeriesId != request.SeriesId)
                {
                    // Its old place says nothing among others.
                    await CheckParentAsync(db, request, cancellationToken);
                    row.Position = await NextAsync(db, request, cancellationToken);
                    row.SeriesId = request.SeriesId!;
                }

                Fill(row, request);
                return true;
            },
            cancellationToken);
        return TypedResults.Ok(await media.GetAlbumAsync(context, id));
    }

    private static void Fill(AlbumRow row, AlbumRequest request)
    {
        row.Title = request.Title!.Trim();
        row.Artist = request.Artist;
        row.Description = request.Description;
        row.Year = request.Year;
        row.Position = request.Position ?? row.Position;
    }

    private static async Task CheckParentAsync(MeetingDb db, AlbumRequest request, CancellationToken cancellationToken)
    {
        if (!await db.Series.AnyAsync(s => s.Id == request.SeriesId, cancellationToken))
        {
            throw new ProblemException(Problem.Invalid("series_id", $"names no series: '{request.SeriesId}'."));
        }
    }

    private static async Task<int> NextAsync(MeetingDb db, AlbumRequest request, CancellationToken cancellationToken) =>
        MediaMapping.After(await db.Albums.Where(a => a.SeriesId == request.SeriesId).MaxAsync(a => (int?)a.Position, cancellationToken));
}
