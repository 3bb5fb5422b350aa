using System.Globalization;
using MeetingCloud.Api.Http;
using MeetingCloud.Api.Meetings;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Uploads;

/// <summary>Uploads by the tus protocol 1.0.0: core, creation, creation-with-upload, expiration, termination, checksum.</summary>
internal static class UploadsApi
{
    private const string Extensions = "creation,creation-with-upload,expiration,termination,checksum";

    public static void MapUploads(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Uploads).WithTags("Uploads").RequireCors(UploadsExtensions.CorsPolicy);
        group.MapTickets();
        group.MapMethods("/", [HttpMethods.Options], Describe).WithSummary("What of the tus protocol is spoken here");
        group.MapMethods("/{id}", [HttpMethods.Options], Describe).WithSummary("What of the tus protocol is spoken here");
        group.MapPost("/", CreateAsync)
            .WithSummary("Begin an upload that can be resumed (tus 1.0.0), with some of its bytes or without")
            .Produces(StatusCodes.Status201Created).WithUnlimitedRequestBody().RequireTus();
        group.MapMethods("/{id}", [HttpMethods.Head], HeadAsync)
            .WithSummary("How much of an upload has arrived").Produces(StatusCodes.Status200OK).RequireTus();
        group.MapPatch("/{id}", PatchAsync)
            .WithSummary("Go on with an upload; with its last byte the file is in the meeting")
            .Produces(StatusCodes.Status204NoContent).WithUnlimitedRequestBody().RequireTus();
        group.MapDelete("/{id}", DeleteAsync)
            .WithSummary("Give an upload up").Produces(StatusCodes.Status204NoContent).RequireTus();
        group.MapPost("/{id}", OverrideAsync)
            .WithSummary("PATCH, HEAD or DELETE, named by X-HTTP-Method-Override").WithUnlimitedRequestBody().RequireTus();
    }

    private static IResult Describe(HttpResponse response, UploadOptions options)
    {
        response.Headers[TusHeaders.Resumable] = TusHeaders.ProtocolVersion;
        response.Headers[TusHeaders.Version] = TusHeaders.ProtocolVersion;
        response.Headers[TusHeaders.Extension] = Extensions;
        response.Headers[TusHeaders.ChecksumAlgorithm] = UploadChecksum.Algorithms;
        response.Headers[TusHeaders.MaxSize] = options.MaxBytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> CreateAsync(
        HttpContext context,
        UploadCaller caller,
        UploadStore uploads,
        UploadOptions options,
        UploadIntake intake,
        FileStore files,
        CancellationToken cancellationToken)
    {
        var request = context.Request;
        var (length, hasBody) = ReadSize(request, options);
        using var checksum = UploadChecksum.Read(request);
        var metadata = request.Headers[TusHeaders.Metadata].ToString();
        var target = UploadMetadata.ReadTarget(UploadMetadata.Parse(metadata), caller.MeetingId);
        caller.Check(target.MeetingId);
        await files.CheckAsync(target.MeetingId, target.Path, target.AgendaItemId, Precondition.None, cancellationToken);

        var upload = uploads.Create(target, length, metadata);
        try
        {
            if (hasBody)
            {
                await upload.AppendAsync(0, request.Body, checksum, cancellationToken);
            }

            await (upload.IsWhole ? intake.TakeInAsync(upload, cancellationToken) : uploads.KeepAsync(upload));
        }
        catch
        {
            // Its client has not heard of it, and will begin another.
            await uploads.TerminateAsync(upload, CancellationToken.None);
            throw;
        }

        UploadHeaders.Describe(context.Response, upload);
        return TypedResults.Created($"{Routes.Uploads}/{upload.Id}");
    }

    private static async Task<IResult> HeadAsync(
        string id, HttpContext context, UploadCaller caller, UploadStore uploads, UploadIntake intake, CancellationToken cancellationToken)
    {
        var upload = await FindAsync(id, caller, uploads, context.Response, cancellationToken);
        context.Response.SetHeader(TusHeaders.Length, upload.Length.ToString(CultureInfo.InvariantCulture));
        if (upload.Record.Metadata.Length > 0)
        {
            context.Response.SetHeader(TusHeaders.Metadata, upload.Record.Metadata);
        }

        if (upload is { IsWhole: true, Record.IsStored: false })
        {
            // Clients take an upload whose bytes are all here for done, and do not ask again: so it is done now, or this is no success.
            await FinishAsync(upload, upload.Offset, Stream.Null, checksum: null, intake, cancellationToken);
        }

        return TypedResults.Ok();
    }

    private static async Task<IResult> PatchAsync(
        string id, HttpContext context, UploadCaller caller, UploadStore uploads, UploadIntake intake, CancellationToken cancellationToken)
    {
        var request = context.Request;
        UploadHeaders.CheckMediaType(request);
        var offset = UploadHeaders.ReadNumber(request, TusHeaders.Offset);
        using var checksum = UploadChecksum.Read(request);
        var upload = await FindAsync(id, caller, uploads, context.Response, cancellationToken);
        if (request.ContentLength > upload.Length - offset)
        {
            throw TooLarge($"The upload has {upload.Length} bytes, and the request would bring more.");
        }

        await FinishAsync(upload, offset, request.Body, checksum, intake, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> DeleteAsync(
        string id, HttpContext context, UploadCaller caller, UploadStore uploads, CancellationToken cancellationToken)
    {
        var upload = await uploads.GetAsync(id, cancellationToken);
        caller.Check(upload.Record.Target.MeetingId);
        await uploads.TerminateAsync(upload, cancellationToken);
        return TypedResults.NoContent();
    }

    // For callers whose network lets nothing but GET and POST through.
    private static Task<IResult> OverrideAsync(
        string id, HttpContext context, UploadCaller caller, UploadStore uploads, UploadIntake intake, CancellationToken cancellationToken) =>
        context.Request.Headers[TusHeaders.MethodOverride].ToString() switch
        {
            "PATCH" => PatchAsync(id, context, caller, uploads, intake, cancellationToken),
            "HEAD" => HeadAsync(id, context, caller, uploads, intake, cancellationToken),
            "DELETE" => DeleteAsync(id, context, caller, uploads, cancellationToken),
            _ => throw new ProblemException(Problem.Create(
                StatusCodes.Status405MethodNotAllowed, $"A POST to an upload needs {TusHeaders.MethodOverride}: PATCH, HEAD or DELETE.")),
        };

    private static async Task FinishAsync(
        Upload upload, long offset, Stream body, UploadChecksum? checksum, UploadIntake intake, CancellationToken cancellationToken)
    {
        await upload.AppendAsync(offset, body, checksum, cancellationToken);
        if (upload.IsWhole)
        {
            await intake.TakeInAsync(upload, cancellationToken);
        }
    }

    private static async Task<Upload> FindAsync(
        string id, UploadCaller caller, UploadStore uploads, HttpResponse response, CancellationToken cancellationToken)
    {
        var upload = await uploads.GetAsync(id, cancellationToken);
        caller.Check(upload.Record.Target.MeetingId);
        UploadHeaders.Describe(response, upload);
        return upload;
    }

    private static (long Length, bool HasBody) ReadSize(HttpRequest request, UploadOptions options)
    {
        if (request.Headers.ContainsKey(TusHeaders.DeferLength) || request.Headers.ContainsKey(TusHeaders.Concat))
        {
            throw new ProblemException(Problem.BadRequest($"The extensions of the protocol that are spoken here are {Extensions}."));
        }

        var length = UploadHeaders.ReadNumber(request, TusHeaders.Length);
        if (length > options.MaxBytes)
        {
            throw TooLarge($"An upload may have {options.MaxBytes} bytes.");
        }

        var hasBody = request.MayHaveBody();
        if (hasBody)
        {
            UploadHeaders.CheckMediaType(request);
        }

        return request.ContentLength > length
            ? throw TooLarge($"The upload has {length} bytes, and the request would bring more.")
            : (length, hasBody);
    }

    private static ProblemException TooLarge(string detail) => new(Problem.Create(StatusCodes.Status413PayloadTooLarge, detail));
}
