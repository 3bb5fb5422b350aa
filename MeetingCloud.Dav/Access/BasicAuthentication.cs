using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Dav.Access;

/// <summary>Lets in who has the credential, before anything of the request is looked at.</summary>
internal sealed class BasicAuthentication(DavCredential credential)
{
    private const string Challenge = "Basic realm=\"MeetingCloud\", charset=\"UTF-8\"";

    public Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (credential.Matches(context.Request.Headers.Authorization.ToString()))
        {
            return next(context);
        }

        context.Response.Headers.WWWAuthenticate = Challenge;
        return Problem.Create(StatusCodes.Status401Unauthorized, "This needs the server's user name and password.").ExecuteAsync(context);
    }
}
