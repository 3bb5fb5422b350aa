using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Web.Attendees;
using MeetingCloud.Web.Browser;
using MeetingCloud.Web.Components;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Components.Shelves;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using MeetingCloud.Web.Preferences;
using MeetingCloud.Web.Relay;
using MeetingCloud.Web.Security;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Radzen;

namespace MeetingCloud.Web;

/// <summary>The web's parts.</summary>
internal static class WebExtensions
{
    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        var settings = builder.GetSettings();
        var services = builder.Services;
        var adminKey = settings.Secret(AdminKey.Variable);
        services.AddTrustedProxies(settings);
        services.AddSessions(settings, adminKey);
        services.AddControlPlaneClients(adminKey);
        services.AddRelay(adminKey);
        services.AddSingleton(new PublicApi(
            settings.HttpAddress("BASE_URL", settings.Optional($"services__{ResourceNames.Api}__http__0") ?? "http://localhost:8000")
            ?? new Uri("http://localhost:8000")));
        services.AddSingleton<SecurityHeaders>();
        services.AddAttendees();

        // Without it, assets of packages are found only in the Development environment or after a publish.
        builder.WebHost.UseStaticWebAssets();
        services.AddSingleton<ClusterMonitor>();
        services.AddSingleton<PoolMonitor>();
        services.AddSingleton<ControlPlaneMonitor>();
        services.AddSingleton<Text>();
        services.AddSingleton<FindingText>();
        services.AddSingleton<NodeWords>();
        services.AddSingleton<MigrationWords>();
        services.AddScoped<Attempt>();
        services.AddSingleton<DeskMonitor>();
        services.AddScoped<BrowserZone>();
        services.AddScoped<ShelfEditor>();
        services.AddScoped<SendsUnderWay>();
        services.AddSingleton<CallFaults>();
        services.AddLocalization(options => options.ResourcesPath = "Resources");
        services.AddRadzenComponents();
        services.AddSingleton<ILocalizer, RadzenTexts>();
        services.AddRazorComponents().AddInteractiveServerComponents()
            // A field of 10,000 characters comes whole with each that is typed.
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = 128 * 1024);
        // In place of the framework's own, to which a session never ends.
        services.AddScoped<AuthenticationStateProvider, CircuitSession>();
        return builder;
    }

    public static WebApplication MapWeb(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.Use(CircuitOrigin.RefuseOthersAsync);
        app.UseAttendeeCompression();
        app.UseRequestLocalization(Languages.Options());
        app.Use(Languages.KeepAsync);
        app.Use(app.Services.GetRequiredService<SecurityHeaders>().AddAsync);
        app.UseExceptionHandler("/error");
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.Use(PagesAlone);
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapSessions();
        app.MapPreferences();
        app.MapRelay();
        app.MapAttendees();
        // The framework would add a policy of its own, laxer than ours.
        app.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null)
            .RequireAuthorization();
        return app;
    }

    // What scripts and forms send has its own answer: a page would take its place, and its status.
    private static Task PagesAlone(HttpContext context, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
        {
            context.Features.GetRequiredFeature<IStatusCodePagesFeature>().Enabled = false;
        }

        return next(context);
    }
}
