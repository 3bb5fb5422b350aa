using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace MeetingCloud.ServiceDefaults;

/// <summary>The errors of the HTTP contract, as RFC 9457 problem details.</summary>
public static class Problem
{
    public static ProblemHttpResult BadRequest(string detail) => Create(StatusCodes.Status400BadRequest, detail);

    /// <summary>401 with the challenge that RFC 9110, section 11.6.1, asks for.</summary>
    public static IResult Unauthorized(string detail = "This needs a valid key in 'Authorization: Bearer …'.") =>
        new ProblemWithHeader(Create(StatusCodes.Status401Unauthorized, detail), "WWW-Authenticate", "Bearer");

    public static ProblemHttpResult Forbidden(string detail) => Create(StatusCodes.Status403Forbidden, detail);

    public static ProblemHttpResult NotFound(string detail) => Create(StatusCodes.Status404NotFound, detail);

    public static ProblemHttpResult Conflict(string detail) => Create(StatusCodes.Status409Conflict, detail);

    public static ProblemHttpResult PreconditionFailed(string detail) => Create(StatusCodes.Status412PreconditionFailed, detail);

    public static ProblemHttpResult UnsupportedMediaType(string detail) => Create(StatusCodes.Status415UnsupportedMediaType, detail);

    /// <summary>422 with what is wrong by field, the fields named as they are on the wire.</summary>
    public static ValidationProblemResult Invalid(IDictionary<string, string[]> errors) => new(errors);

    /// <summary>422 for one field.</summary>
    public static ValidationProblemResult Invalid(string field, string message) =>
        new(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });

    /// <summary>423 (RFC 4918, section 11.3): another request is at it.</summary>
    public static IResult Locked(string detail, TimeSpan retryAfter) => WithRetryAfter(StatusCodes.Status423Locked, detail, retryAfter);

    public static IResult TooManyRequests(string detail, TimeSpan retryAfter) =>
        WithRetryAfter(StatusCodes.Status429TooManyRequests, detail, retryAfter);

    public static IResult Unavailable(string detail, TimeSpan retryAfter) =>
        WithRetryAfter(StatusCodes.Status503ServiceUnavailable, detail, retryAfter);

    /// <summary>507 (RFC 4918, section 11.5): there is no room for what was sent.</summary>
    public static ProblemHttpResult InsufficientStorage(string detail) => Create(StatusCodes.Status507InsufficientStorage, detail);

    public static ProblemHttpResult Create(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    private static ProblemWithHeader WithRetryAfter(int status, string detail, TimeSpan retryAfter) => new(
        Create(status, detail),
        "Retry-After",
        Math.Max(1, (long)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture));

    private sealed class ProblemWithHeader(ProblemHttpResult problem, string name, string value) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.Headers[name] = value;
            return problem.ExecuteAsync(httpContext);
        }
    }
}
