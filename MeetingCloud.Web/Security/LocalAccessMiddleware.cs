using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Web.Security;

/// <summary>Answers 403 to whom <see cref="LocalAccess"/> does not allow. Health probes come from other machines and show no data.</summary>
internal sealed class LocalAccessMiddleware(RequestDelegate next, LocalAccess access)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (IsHealthProbe(context.Request.Path) || access.Allows(context.Connection.RemoteIpAddress, context.Request.Host.Host))
        {
            return next(context);
        }

        return Problem
            .Forbidden("This page has no sign-in and is for this machine alone. Set HOST (to 0.0.0.0, say) to open it to others.")
            .ExecuteAsync(context);
    }

    private static bool IsHealthProbe(PathString path) => path == HealthEndpoints.HealthPath || path == HealthEndpoints.AlivePath;
}
