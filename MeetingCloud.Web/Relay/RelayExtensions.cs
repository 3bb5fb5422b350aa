using System.Net.Http.Headers;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Web.Security;
using Microsoft.AspNetCore.Antiforgery;

namespace MeetingCloud.Web.Relay;

/// <summary>Files of meetings to be opened, pictures and audio to be stored: for those who are signed in.</summary>
internal static class RelayExtensions
{
    public static void AddRelay(this IServiceCollection services, string adminKey) => services
        .AddTransferClient<ControlPlaneRelay>(options =>
        {
            // A body that is passed on cannot be sent twice.
            options.MaxRetries = 0;

            // The browser's line may stand still for a while: it is not the control plane that is waited for.
            options.StallTimeout = TimeSpan.FromMinutes(2);

            // Until a large file is on the origin's servers.
            options.HeadersTimeout = TimeSpan.FromMinutes(5);
        })
        .UseSocketsHttpHandler((handler, _) => handler.AllowAutoRedirect = false)
        .ConfigureHttpClient(client =>
        {
            client.BaseAddress = new Uri($"http://{ResourceNames.Api}");
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", adminKey);
        });

    public static void MapRelay(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(RelayRoutes.Files, [HttpMethods.Get, HttpMethods.Head], OpenAsync).RequireAuthorization().ExcludeFromDescription();
        MapUpload(routes, RelayRoutes.Artwork, (context, collection, id, slot) => $"{collection}/{id}/artwork/{slot}");
        MapUpload(routes, RelayRoutes.BatchArtwork, (context, collection, _, _) => $"{collection}/batch-artwork{context.Request.QueryString}");
        MapUpload(routes, RelayRoutes.Audio, (_, _, id, _) => Routes.TrackAudio(id));
    }

    private static Task OpenAsync(HttpContext context, string id, string path, ControlPlaneRelay relay) =>
        relay.SendAsync(context, Routes.MeetingFile(Uri.EscapeDataString(id), path));

    private static void MapUpload(IEndpointRouteBuilder routes, string pattern, Func<HttpContext, string, string, string, string> target) => routes
        .MapPut(pattern, async (HttpContext context, IAntiforgery antiforgery, ControlPlaneRelay relay) =>
        {
            if (await antiforgery.RefusalAsync(context, "The upload") is { } refusal)
            {
                await refusal.ExecuteAsync(context);
                return;
            }

            var values = context.Request.RouteValues;
            if (RelayRoutes.Collection(values["collection"] as string ?? "tracks") is not { } collection)
            {
                await Problem.NotFound("There is no such collection.").ExecuteAsync(context);
                return;
            }

            await relay.SendAsync(context, target(context, collection, Escape(values["id"]), Escape(values["slot"])));
        })
        .WithUnlimitedRequestBody()
        .RequireAuthorization()
        .ExcludeFromDescription();

    private static string Escape(object? value) => Uri.EscapeDataString(value as string ?? "");
}
