using MeetingCloud.Api.Http;
using MeetingCloud.ServiceDefaults;
using Microsoft.OpenApi;

namespace MeetingCloud.Api.Media;

/// <summary>What uploads of pictures and audio have in common.</summary>
internal static class MediaUpload
{
    /// <summary>The sweeper took the bytes for litter: the upload lasted longer than its grace.</summary>
    public static ProblemException Lost() => new(Problem.Unavailable(
        "The upload was lost before it was recorded. Send it again.", TimeSpan.FromSeconds(1)));

    /// <summary>Tells the API's document of a binary body; Accepts() would have routing refuse every other media type.</summary>
    public static RouteHandlerBuilder DescribeBody(this RouteHandlerBuilder route, string mediaType, string description) =>
        route.AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody = new OpenApiRequestBody
            {
                Description = description,
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
                {
                    [mediaType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } },
                },
            };
            return Task.CompletedTask;
        });
}
