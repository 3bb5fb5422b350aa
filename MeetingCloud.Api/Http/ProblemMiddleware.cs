using MeetingCloud.Api.Data;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Api.Http;

/// <summary>Turns what handlers throw into problem details; what is unforeseen goes on to the exception handler (500).</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    /// <summary>A database that is started again is back within some of these.</summary>
    private static readonly TimeSpan s_retryAfter = TimeSpan.FromSeconds(2);

    /// <summary>Within this the pool is asked for another copy, or the cache has given up what was in the way.</summary>
    private static readonly TimeSpan s_readAgainAfter = TimeSpan.FromSeconds(5);

    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (Exception e) when (!context.Response.HasStarted && Translate(context.Request, e) is { } problem)
        {
            context.Response.Clear();
            await problem.ExecuteAsync(context);
        }
    }

    private IResult? Translate(HttpRequest request, Exception e) => e switch
    {
        ProblemException problem => problem.Result,
        OriginBusyException busy => Problem.Unavailable(busy.Message, busy.RetryAfter),
        IOException { InnerException: OriginBusyException busy } => Problem.Unavailable(busy.Message, busy.RetryAfter),
        _ when DatabaseFailure.IsUnavailable(e) =>
            Problem.Unavailable("The database cannot be used for now. Nothing that was not confirmed is certain: look, then try again.", s_retryAfter),
        _ when DatabaseFailure.IsUnstorableText(e) => Problem.BadRequest("The request has a character that cannot be stored: NUL."),
        _ when DatabaseFailure.IsFull(e) =>
            Problem.InsufficientStorage("There is no room left for the database on this server. Nothing was changed."),
        BadHttpRequestException bad => Problem.Create(bad.StatusCode, bad.Message),
        // A full disk as well: to whoever reads it is a cache that takes nothing, and others give room.
        IOException when HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method) => Unreadable(request, e),
        StorageFullException => Problem.InsufficientStorage("There is no room left for files on this server. Nothing was stored."),
        _ => null,
    };

    private IResult Unreadable(HttpRequest request, Exception e)
    {
        Log.Unreadable(logger, e, request.Method, request.Path);
        return Problem.Unavailable("The file cannot be read for now. Try again.", s_readAgainAfter);
    }
}
