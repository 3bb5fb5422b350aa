using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.DataProtection;

namespace MeetingCloud.Web.Security;

internal static class SessionExtensions
{
    public const string SignInPath = "/sign-in";
    public const string SignOutPath = "/sign-out";

    public static void AddSessions(this IServiceCollection services, SettingsReader settings, string adminKey)
    {
        services.AddSingleton(_ => new AdminKey(adminKey));
        services.AddSingleton<AdminSession>();
        services.AddSingleton<GuessLimit>();
        services.AddAuthentication(AdminSession.Scheme).AddCookie(options =>
        {
            options.Cookie.Name = "meetingcloud.session";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            options.ExpireTimeSpan = AdminSession.Length;
            options.SlidingExpiration = true;
            options.LoginPath = SignInPath;
            options.ReturnUrlParameter = "return_url";
            var showForm = options.Events.OnRedirectToLogin;
            options.Events.OnRedirectToLogin = context =>
            {
                if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
                {
                    return showForm(context);
                }

                // A script that sends a file would be led to the form, and be told that it takes no PUT.
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            };
            // By itself it would be renewed when half of it is over: who comes back before would be signed out the sooner.
            options.Events.OnCheckSlidingExpiration = context =>
            {
                context.ShouldRenew = IsPage(context.HttpContext);
                return Task.CompletedTask;
            };
            options.Events.OnValidatePrincipal = async context =>
            {
                if (!context.HttpContext.RequestServices.GetRequiredService<AdminSession>().IsValid(context.Principal))
                {
                    context.RejectPrincipal();
                    await context.HttpContext.SignOutAsync(AdminSession.Scheme);
                }
                else if (context.Properties.ExpiresUtc is { } end)
                {
                    AdminSession.NoteEnd(context.Principal!, end);
                }
            };
        });
        services.AddAuthorization();
        services.AddCascadingAuthenticationState();

        // Without a folder the framework keeps the keys of cookies in the user's profile, or in memory where there is none.
        var protection = services.AddDataProtection().SetApplicationName("MeetingCloud.Web");
        if (settings.Optional("DATA_PROTECTION_PATH") is { } folder)
        {
            protection.PersistKeysToFileSystem(new DirectoryInfo(Path.GetFullPath(folder)));
        }
    }

    public static void MapSessions(this IEndpointRouteBuilder routes) =>
        routes.MapPost(SignOutPath, SignOutAsync).AllowAnonymous().ExcludeFromDescription();

    // What its scripts ask for is no use of a page that somebody has left open.
    private static bool IsPage(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && context.GetEndpoint()?.Metadata.GetMetadata<ComponentTypeMetadata>() is not null;

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, AdminSession session)
    {
        if (context.User.Identity?.IsAuthenticated != true)
        {
            // It has ended before: there is no more to do.
            return TypedResults.LocalRedirect(SignInPath);
        }

        if (await antiforgery.RefusalAsync(context, "The form") is { } refusal)
        {
            return refusal;
        }

        session.End(context.User);
        await context.SignOutAsync(AdminSession.Scheme);
        return TypedResults.LocalRedirect(SignInPath);
    }
}
