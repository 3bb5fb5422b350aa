using MeetingCloud.Api.Data;
using MeetingCloud.Api.Distribution;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Media;

/// <summary>The pictures of series, albums and tracks.</summary>
internal static class ArtworkApi
{
    private const string Images = "image/*";
    private const string Formats = "PNG, JPEG, WebP, GIF or AVIF, told by its first bytes.";

    private static readonly TimeSpan s_maxAge = TimeSpan.FromMinutes(1);

    /// <param name="what">For the API's document.</param>
    public static void MapArtwork<T>(this RouteGroupBuilder group, string what)
        where T : MediaRow, IMediaKind
    {
        const string one = "/{id}/artwork/{slot}";
        group.MapMethods(one, [HttpMethods.Get, HttpMethods.Head], GetAsync<T>)
            .WithSummary("A cover or background: a redirect to a node, or the bytes")
            .Produces(StatusCodes.Status307TemporaryRedirect)
            .Produces(StatusCodes.Status200OK, null, "image/png", "image/jpeg", "image/webp", "image/gif", "image/avif");
        group.MapPut(one, PutAsync<T>)
            .WithSummary("Upload a cover or background")
            .DescribeBody(Images, Formats)
            .Produces<Artwork>()
            .Produces<Artwork>(StatusCodes.Status201Created)
            .WithUnlimitedRequestBody()
            .RequireAdminKey();
        group.MapDelete(one, DeleteAsync<T>)
            .WithSummary("Remove a cover or background").Produces(StatusCodes.Status204NoContent).RequireAdminKey();
        group.MapPut("/batch-artwork", PutManyAsync<T>)
            .WithSummary($"Upload one picture for up to {BatchIds.MaxInQuery} {what}")
            .WithDescription("ids are separated by commas. Those that are there are changed together; the others are reported as not_found.")
            .DescribeBody(Images, Formats)
            .Produces<BatchResult>()
            .WithUnlimitedRequestBody()
            .RequireAdminKey();
        group.MapPost("/batch-artwork", CopyAsync<T>)
            .WithSummary($"Give up to {BatchIds.Max} {what} a picture that the library has")
            .WithDescription("sha256 is that of any artwork. Those that are there are changed together; the others are reported as not_found.")
            .Produces<BatchResult>()
            .RequireAdminKey();
    }

    private static async Task GetAsync<T>(string id, string slot, HttpContext context, ArtworkStore artworks, MediaEndpoint endpoint)
        where T : MediaRow, IMediaKind
    {
        var (_, artwork) = await artworks.GetAsync<T>(id, Slot(slot), context.RequestAborted);
        await endpoint.SendAsync(context, new MediaContent(
            BlobHash.Parse(artwork.Sha256),
            artwork.Size,
            artwork.ContentType,
            artwork.Slot.Name() + ImageFormat.Extension(artwork.ContentType),
            // Pages show the same pictures again and again; a new one may be seen a minute late.
            MaxAge: s_maxAge));
    }

    private static async Task<IResult> PutAsync<T>(
        string id, string slot, HttpContext context, ArtworkStore artworks, PublicAddress address, CancellationToken cancellationToken)
        where T : MediaRow, IMediaKind
    {
        var (owner, row, isNew) = await artworks.PutAsync<T>(id, Slot(slot), context.Request, cancellationToken);
        var artwork = row.ToContract(owner, address.Of(context.Request));
        return isNew ? TypedResults.Created(Routes.Artwork(T.Collection, id, row.Slot), artwork) : TypedResults.Ok(artwork);
    }

    private static async Task<IResult> DeleteAsync<T>(
        string id, string slot, HttpContext context, ArtworkStore artworks, CancellationToken cancellationToken)
        where T : MediaRow, IMediaKind
    {
        await artworks.DeleteAsync<T>(id, Slot(slot), Precondition.Read(context.Request), cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> PutManyAsync<T>(
        HttpContext context, ArtworkStore artworks, CancellationToken cancellationToken, string? ids = null, string? slot = null)
        where T : MediaRow
    {
        var errors = new FieldErrors();
        var list = BatchIds.Check(ids?.Split(',', StringSplitOptions.TrimEntries), BatchIds.MaxInQuery, errors);
        errors.When(!ArtworkSlots.TryParse(slot, out var place), "slot", "must be cover or background.");
        errors.Throw();
        return TypedResults.Ok(await artworks.PutAsync<T>(list, place, context.Request, cancellationToken));
    }

    private static async Task<IResult> CopyAsync<T>(
        JsonBody<BatchArtworkRequest> body, ArtworkStore artworks, CancellationToken cancellationToken)
        where T : MediaRow
    {
        var request = body.Value;
        var errors = new FieldErrors();
        var ids = BatchIds.Check(request.Ids, BatchIds.Max, errors);
        errors.When(request.Slot is null, "slot", "is missing.");
        errors.When(!BlobHash.TryParse(request.Sha256, out _), "sha256", "must be 64 lower-case hexadecimal digits.");
        errors.Throw();
        return TypedResults.Ok(await artworks.CopyAsync<T>(ids, request.Slot!.Value, request.Sha256!, cancellationToken));
    }

    private static ArtworkSlot Slot(string name) => ArtworkSlots.TryParse(name, out var slot)
        ? slot
        : throw new ProblemException(Problem.NotFound($"There is no artwork '{name}', but cover and background."));
}
