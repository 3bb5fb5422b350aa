using System.Net.Http.Headers;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Web.Components;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using MeetingCloud.Web.Security;
using Radzen;

namespace MeetingCloud.Web;

/// <summary>The web's parts.</summary>
internal static class WebExtensions
{
    public static WebApplicationBuilder AddWeb(this WebApplicationBuilder builder)
    {
        var settings = builder.GetSettings();
        var adminKey = settings.Secret(AdminKey.Variable);
        builder.Services.AddSingleton(LocalAccess.Read(settings));

        builder.Services
            .AddTransferClient<IControlPlaneClient, ControlPlaneClient>(options =>
            {
                // The monitor asks again within a second: a repeat of its own, or a long wait, would only delay the bad news.
                options.MaxRetries = 0;
                options.ConnectTimeout = TimeSpan.FromSeconds(2);
                options.HeadersTimeout = TimeSpan.FromSeconds(3);
                options.StallTimeout = TimeSpan.FromSeconds(3);
            })
            .ConfigureHttpClient(client =>
            {
                client.BaseAddress = new Uri($"http://{ResourceNames.Api}");
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", adminKey);
            });

        // Without it, assets of packages are found only in the Development environment or after a publish.
        builder.WebHost.UseStaticWebAssets();
        builder.Services.AddSingleton<ClusterMonitor>();
        builder.Services.AddHostedService(services => services.GetRequiredService<ClusterMonitor>());
        builder.Services.AddRadzenComponents();
        builder.Services.AddRazorComponents().AddInteractiveServerComponents();
        return builder;
    }

    public static WebApplication MapWeb(this WebApplication app)
    {
        app.UseMiddleware<LocalAccessMiddleware>();
        app.Use(SecurityHeaders.AddAsync);
        app.UseExceptionHandler("/error");
        app.UseStatusCodePagesWithReExecute("/not-found");
        app.UseAntiforgery();
        app.MapStaticAssets();
        // The framework would add a policy of its own, laxer than ours.
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
        return app;
    }
}
