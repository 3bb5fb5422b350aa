using Microsoft.AspNetCore.Http;

namespace MeetingCloud.ServiceDefaults;

/// <summary>422: the request is well-formed, and what it says cannot be.</summary>
public sealed class ValidationProblemResult(IDictionary<string, string[]> errors) : IResult
{
    /// <summary>What is wrong, by field.</summary>
    public IDictionary<string, string[]> Errors { get; } = errors;

    public Task ExecuteAsync(HttpContext httpContext) => TypedResults.Problem(
        new HttpValidationProblemDetails(Errors)
        {
            Status = StatusCodes.Status422UnprocessableEntity,
            Title = "The request is invalid.",
            Detail = string.Join(' ', Errors.SelectMany(e => e.Value.Select(message => $"{e.Key}: {message}"))),
        }).ExecuteAsync(httpContext);
}
