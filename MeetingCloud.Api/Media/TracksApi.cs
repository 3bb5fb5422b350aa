using MeetingCloud.Api.Data;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Media;

internal static class TracksApi
{
    public static void MapTracks(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Tracks).WithTags("Media");
        group.MapGet("/", ListAsync).WithSummary("List tracks by their numbers").Produces<Page<Track>>();
        group.MapGet("/{id}", GetAsync).WithSummary("Get a track").Produces<Track>();
        group.MapPost("/", CreateAsync).WithSummary("Create a track").Produces<Track>(StatusCodes.Status201Created).RequireAdminKey();
        group.MapPut("/{id}", ReplaceAsync).WithSummary("Replace a track's own fields").Produces<Track>().RequireAdminKey();
        group.MapDeletion<TrackRow>("tracks");
        group.MapArtwork<TrackRow>("tracks");
        group.MapAudio();
    }

    private static async Task<IResult> ListAsync(
        HttpContext context,
        MediaReader media,
        string? series_id = null,
        string? album_id = null,
        string? q = null,
        string? page = null,
        string? page_size = null) =>
        TypedResults.Ok(await media.ListTracksAsync(context, new MediaFilter(q, series_id, album_id), Paging.Read(page, page_size)));

    private static async Task<IResult> GetAsync(string id, HttpContext context, MediaReader media) =>
        TypedResults.Ok(await media.GetTrackAsync(context, id));

    private static async Task<IResult> CreateAsync(
        JsonBody<TrackRequest> body, HttpContext context, MediaStore store, MediaReader media, CancellationToken cancellationToken)
    {
        var request = body.Value;
        MediaValidation.Check(request);
        var row = await store.AddAsync(
            async (db, id, now) =>
            {
                await CheckParentAsync(db, request, cancellationToken);
                var created = new TrackRow
                {
                    Id = id,
                    AlbumId = request.AlbumId!,
                    Title = request.Title!,
                    Number = await NextAsync(db, request, cancellationToken),
                    Version = 1,
                    CreatedAt = now,
                    UpdatedAt = now,
                };
                Fill(created, request);
                return created;
            },
            cancellationToken);
        return TypedResults.Created($"{Routes.Tracks}/{row.Id}", await media.GetTrackAsync(context, row.Id));
    }

    private static async Task<IResult> ReplaceAsync(
        string id, JsonBody<TrackRequest> body, HttpContext context, MediaStore store, MediaReader media, CancellationToken cancellationToken)
    {
        var request = body.Value;
        MediaValidation.Check(request);
        await store.ChangeAsync<TrackRow>(
            id,
            Precondition.Read(context.Request),
            async (db, row) =>
            {
                if (row.AlbumId != request.AlbumId)
                {
                    // Its old place says nothing among others.
                    await CheckParentAsync(db, request, cancellationToken);
                    row.Number = await NextAsync(db, request, cancellationToken);
                    row.AlbumId = request.AlbumId!;
                }

                Fill(row, request);
                return true;
            },
            cancellationToken);
        return TypedResults.Ok(await media.GetTrackAsync(context, id));
    }

    private static void Fill(TrackRow row, TrackRequest request)
    {
        row.Title = request.Title!.Trim();
        row.Artist = request.Artist;
        row.DurationSeconds = request.DurationSeconds;
        row.Number = request.Number ?? row.Number;
    }

    private static async Task CheckParentAsync(MeetingDb db, TrackRequest request, CancellationToken cancellationToken)
    {
        if (!await db.Albums.AnyAsync(a => a.Id == request.AlbumId, cancellationToken))
        {
            throw new ProblemException(Problem.Invalid("album_id", $"names no album: '{request.AlbumId}'."));
        }
    }

    // Tracks count from 1, as people do.
    private static async Task<int> NextAsync(MeetingDb db, TrackRequest request, CancellationToken cancellationToken) =>
        Math.Max(
            1,
            MediaMapping.After(await db.Tracks.Where(t => t.AlbumId == request.AlbumId).MaxAsync(t => (int?)t.Number, cancellationToken)));
}
