using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.Net.Http.Headers;

namespace MeetingCloud.Api.Uploads;

/// <summary>What every request of the protocol has in common.</summary>
internal static class TusEndpointExtensions
{
    /// <summary>412 for another version of the protocol, 401 for a caller whom nobody knows. Nothing of the body is read before.</summary>
    public static TBuilder RequireTus<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is { } next)
            {
                endpoint.RequestDelegate = context => InvokeAsync(context, next);
            }
        });
        return builder;
    }

    /// <summary>Sets a header of the answer, whether that becomes what the handler returns or what becomes of what it throws.</summary>
    public static void SetHeader(this HttpResponse response, string name, string value) => response.OnStarting(() =>
    {
        response.Headers[name] = value;
        return Task.CompletedTask;
    });

    private static Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.SetHeader(TusHeaders.Resumable, TusHeaders.ProtocolVersion);
        context.Response.SetHeader(HeaderNames.CacheControl, "no-store");
        if (context.Request.Headers[TusHeaders.Resumable] != TusHeaders.ProtocolVersion)
        {
            context.Response.SetHeader(TusHeaders.Version, TusHeaders.ProtocolVersion);
            return Problem.PreconditionFailed($"{TusHeaders.Resumable} must be {TusHeaders.ProtocolVersion}.").ExecuteAsync(context);
        }

        if (UploadCaller.Find(context) is not { } caller)
        {
            return Problem.Unauthorized("This needs the admin key, or an upload ticket that has not expired, in 'Authorization: Bearer …'.")
                .ExecuteAsync(context);
        }

        context.Features.Set(caller);
        return next(context);
    }
}
