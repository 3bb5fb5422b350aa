using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace MeetingCloud.ServiceDefaults;

/// <summary>The errors that no endpoint gives.</summary>
public static class ProblemExtensions
{
    /// <summary>
    /// Answers what is unforeseen (500), unrouted (404, 405) or refused without a body with problem details, whatever the client says
    /// that it takes: the framework's own way leaves such an error plain or empty for who asks for an event stream or a PDF.
    /// </summary>
    public static WebApplication UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(static failed => failed.Run(static context => AnswerAsync(context)));
        app.UseStatusCodePages(static page => AnswerAsync(page.HttpContext));
        return app;
    }

    private static Task AnswerAsync(HttpContext context) => TypedResults.Problem(statusCode: context.Response.StatusCode).ExecuteAsync(context);
}
