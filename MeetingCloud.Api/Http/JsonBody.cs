using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Http.Metadata;

namespace MeetingCloud.Api.Http;

/// <summary>
/// A JSON body, read so that each way to get it wrong has its own answer: 415 another media type, 413 too large, 400 not JSON,
/// 422 JSON of the wrong shape, with the member named.
/// </summary>
internal sealed class JsonBody<T> : IEndpointParameterMetadataProvider
    where T : class
{
    /// <summary>Bytes; far above what any body of the contract needs.</summary>
    private const int MaxBytes = 1 << 20;

    private static readonly JsonTypeInfo<T> s_type = (JsonTypeInfo<T>)ContractJson.Default.GetTypeInfo(typeof(T))!;

    private JsonBody(T value) => Value = value;

    public T Value { get; }

    // Minimal APIs look this method up by name and shape.
    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext context)
    {
        var request = context.Request;
        if (!request.HasJsonContentType())
        {
            throw new ProblemException(Problem.UnsupportedMediaType("The body must be JSON: Content-Type: application/json."));
        }

        using var body = await ReadAsync(request, context.RequestAborted);
        try
        {
            NulCharacters.Refuse(body.RootElement);
            return new JsonBody<T>(body.Deserialize(s_type) ?? throw new JsonException("null is no object."));
        }
        catch (JsonException e)
        {
            var member = e.Path is { Length: > 2 } path ? path[2..] : "body";
            throw new ProblemException(Problem.Invalid(member, Describe(e)));
        }
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T)));

    private static async Task<JsonDocument> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength > MaxBytes)
        {
            throw TooLarge();
        }

        using var buffer = new MemoryStream();
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer)
            {
                buffer.Write(segment.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (buffer.Length > MaxBytes)
            {
                throw TooLarge();
            }

            if (read.IsCompleted)
            {
                break;
            }
        }

        try
        {
            return JsonDocument.Parse(buffer.ToArray(), new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException e)
        {
            throw new ProblemException(Problem.BadRequest($"The body is not JSON: {e.Message}"));
        }
    }

    private static ProblemException TooLarge() => new(Problem.Create(
        StatusCodes.Status413PayloadTooLarge, $"The body is larger than the {MaxBytes} bytes that JSON may have here."));

    // The serializer's own words name .NET types; those of our converters are for people.
    private static string Describe(JsonException e) =>
        e.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
            ? "has a value of the wrong type."
            : e.Message.Split(" Path:", 2)[0];
}
