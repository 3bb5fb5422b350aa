using MeetingCloud.Api.Data;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Api.Http;

/// <summary>Turns what handlers throw into problem details; what is unforeseen goes on to the exception handler (500).</summary>
internal static class ProblemMiddleware
{
    /// <summary>A database that is started again is back within some of these.</summary>
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(2);

    public static async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && Translate(e) is { } problem)
        {
            context.Response.Clear();
            await problem.ExecuteAsync(context);
        }
    }

    private static IResult? Translate(Exception e) => e switch
    {
        ProblemException problem => problem.Result,
        StorageFullException => Problem.InsufficientStorage("There is no room left for files on this server. Nothing was stored."),
        OriginBusyException busy => Problem.Unavailable(busy.Message, busy.RetryAfter),
        IOException { InnerException: OriginBusyException busy } => Problem.Unavailable(busy.Message, busy.RetryAfter),
        _ when DatabaseFailure.IsUnavailable(e) =>
            Problem.Unavailable("The database cannot be used for now. Nothing that was not confirmed is certain: look, then try again.", s_retryAfter),
        _ when DatabaseFailure.IsUnstorableText(e) => Problem.BadRequest("The request has a character that cannot be stored: NUL."),
        _ when DatabaseFailure.IsFull(e) =>
            Problem.InsufficientStorage("There is no room left for the database on this server. Nothing was changed."),
        BadHttpRequestException bad => Problem.Create(bad.StatusCode, bad.Message),
        _ => null,
    };
}
