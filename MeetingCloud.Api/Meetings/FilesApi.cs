using MeetingCloud.Api.Distribution;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MeetingCloud.Api.Meetings;

internal static class FilesApi
{
    // Segments of "/api/v1/meetings/{id}/files/" in front of the file's path.
    private const int LeadingSegments = 6;

    public static void MapFiles(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup(Routes.Meetings + "/{id}/files").WithTags("Files");
        group.MapPut("/{**path}", PutAsync)
            .WithSummary("Upload a file, streamed and of any size")
            .AddOpenApiOperationTransformer(DescribeBody)
            .Produces<MeetingFile>()
            .Produces<MeetingFile>(StatusCodes.Status201Created)
            .WithUnlimitedRequestBody()
            .RequireAdminKey();
        group.MapPatch("/{**path}", ChangeAsync)
            .WithSummary("Move a file to another agenda item or path; its bytes stay").Produces<MeetingFile>().RequireAdminKey();
        group.MapDelete("/{**path}", DeleteAsync)
            .WithSummary("Remove a file").Produces(StatusCodes.Status204NoContent).RequireAdminKey();
        group.MapMethods("/{**path}", [HttpMethods.Get, HttpMethods.Head], GetAsync)
            .WithSummary("Open a paper: a redirect to a node, or the bytes").Produces(StatusCodes.Status307TemporaryRedirect);
    }

    private static async Task<IResult> PutAsync(
        string id, HttpContext context, FileStore files, CancellationToken cancellationToken, string? agenda_item_id = null)
    {
        var path = ReadPath(context);
        var contentType = FilePresentation.ContentType(context.Request.ContentType, path);
        var (file, isNew, version) = await files.PutAsync(
            id,
            path,
            contentType,
            agenda_item_id,
            Precondition.Read(context.Request),
            context.Request.Body,
            context.Request.ContentLength,
            cancellationToken);
        context.Response.SetMeetingVersion(version);
        return isNew ? TypedResults.Created(Routes.MeetingFile(id, path), file) : TypedResults.Ok(file);
    }

    private static async Task<IResult> ChangeAsync(
        string id, HttpContext context, JsonBody<FileChangeRequest> body, FileMover files, CancellationToken cancellationToken)
    {
        var (file, version) = await files.MoveAsync(
            id, ReadPath(context), body.Value, Precondition.Read(context.Request), cancellationToken);
        context.Response.SetMeetingVersion(version);
        return TypedResults.Ok(file);
    }

    private static async Task<IResult> DeleteAsync(string id, HttpContext context, FileStore files, CancellationToken cancellationToken)
    {
        var version = await files.DeleteAsync(id, ReadPath(context), Precondition.Read(context.Request), cancellationToken);
        context.Response.SetMeetingVersion(version);
        return TypedResults.NoContent();
    }

    private static Task GetAsync(string id, HttpContext context, PaperEndpoint papers) =>
        papers.InvokeAsync(context, id, ReadPath(context));

    // For the document alone: Accepts() would have routing refuse every other media type.
    private static Task DescribeBody(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        operation.RequestBody = new OpenApiRequestBody
        {
            Description = "The file's bytes. Its media type is taken from Content-Type, else from the name.",
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                ["*/*"] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
            },
        };
        return Task.CompletedTask;
    }

    // Routing has unescaped the path already, and cannot tell an escaped slash from a real one.
    private static string ReadPath(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/'))
        {
            // Absolute form, as a proxy sends it (RFC 9112, section 3.2.2).
            target = Uri.TryCreate(target, UriKind.Absolute, out var uri) ? uri.AbsolutePath : target;
        }

        // The route takes "…/files" as well, of which nothing is a path.
        var tail = target.Split('?', 2)[0].Split('/', LeadingSegments + 1).ElementAtOrDefault(LeadingSegments) ?? "";
        return FilePath.TryParseEscaped(tail, out var path, out var error)
            ? path
            : throw new ProblemException(Problem.Invalid("path", error));
    }
}
