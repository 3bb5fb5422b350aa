using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Http;

/// <summary>Turns what handlers throw into problem details; what is unforeseen goes on to the exception handler (500).</summary>
internal static class ProblemMiddleware
{
    /// <summary>SQLITE_FULL.</summary>
    private const int SqliteFull = 13;

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
        DbUpdateException { InnerException: { } inner } => Translate(inner),
        SqliteException { SqliteErrorCode: SqliteFull } =>
            Problem.InsufficientStorage("There is no room left for the database on this server. Nothing was changed."),
        BadHttpRequestException bad => Problem.Create(bad.StatusCode, bad.Message),
        _ => null,
    };
}
