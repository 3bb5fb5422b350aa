using MeetingCloud.Dav.Access;
using MeetingCloud.Dav.Handlers;
using MeetingCloud.Dav.Locks;
using MeetingCloud.Dav.Properties;
using MeetingCloud.Dav.Store;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Dav;

/// <summary>The WebDAV server's parts.</summary>
internal static class DavExtensions
{
    public static WebApplicationBuilder AddDav(this WebApplicationBuilder builder)
    {
        var settings = builder.GetSettings();
        var (options, credential) = DavOptions.Read(settings);
        var services = builder.Services;
        services.AddTrustedProxies(settings);
        services.AddProblemDetails();
        services.AddSingleton(options);
        // Made when it is first asked for: by then the settings are known to be good.
        services.AddSingleton(_ => credential!);
        services.AddSingleton<GuessLimit>();
        services.AddSingleton<BasicAuthentication>();
        services.AddSingleton<RequestLimit>();

        services.AddSingleton<IDiskSpace, VolumeDiskSpace>();
        services.AddSingleton<StoreFolders>();
        services.AddSingleton<QuotaAccount>();
        services.AddSingleton<ModificationStamps>();
        services.AddSingleton<Staging>();
        services.AddSingleton<IDavStore, FileStore>();
        services.AddSingleton<WriteGate>();
        services.AddSingleton<PropertyFiles>();
        services.AddSingleton<LiveProperties>();
        services.AddSingleton<PropFindResponse>();
        services.AddSingleton<LockTable>();
        services.AddSingleton<WriteGuard>();
        services.AddHostedService<StoreOpening>();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>("store");

        services.AddSingleton<IDavHandler, OptionsHandler>();
        services.AddSingleton<IDavHandler, GetHandler>();
        services.AddSingleton<IDavHandler, PutHandler>();
        services.AddSingleton<IDavHandler, DeleteHandler>();
        services.AddSingleton<IDavHandler, MkColHandler>();
        services.AddSingleton<IDavHandler, CopyHandler>();
        services.AddSingleton<IDavHandler, MoveHandler>();
        services.AddSingleton<IDavHandler, PropFindHandler>();
        services.AddSingleton<IDavHandler, PropPatchHandler>();
        services.AddSingleton<IDavHandler, LockHandler>();
        services.AddSingleton<IDavHandler, UnlockHandler>();
        services.AddSingleton<DavDispatcher>();
        return builder;
    }

    public static WebApplication MapDav(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseExceptionHandler();
        var authentication = app.Services.GetRequiredService<BasicAuthentication>();
        var limit = app.Services.GetRequiredService<RequestLimit>();
        var dispatcher = app.Services.GetRequiredService<DavDispatcher>();
        app.MapWhen(static context => !IsProbe(context), dav =>
        {
            dav.Use(authentication.InvokeAsync);
            dav.Use(limit.InvokeAsync);
            dav.Run(dispatcher.InvokeAsync);
        });
        return app;
    }

    /// <summary>A look at the server's health; the same addresses with other methods are WebDAV's, which keeps them free.</summary>
    private static bool IsProbe(HttpContext context) =>
        context.GetEndpoint() is not null && (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method));
}
