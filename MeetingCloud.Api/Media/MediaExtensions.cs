using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Media;

/// <summary>The media library: series, their albums, and the tracks of these.</summary>
internal static class MediaExtensions
{
    public static void AddMedia(this IServiceCollection services, SettingsReader settings)
    {
        services.AddSingleton(new MediaOptions(settings.Bytes(MediaOptions.MaxArtworkVariable, MediaOptions.DefaultMaxArtworkBytes, min: 1024)));
        services.AddSingleton<MediaStore>();
        services.AddSingleton<MediaReader>();
        services.AddSingleton<ArtworkStore>();
        services.AddSingleton<AudioStore>();
        services.AddSingleton<MediaEndpoint>();
    }

    public static void MapMedia(this IEndpointRouteBuilder routes)
    {
        routes.MapSeries();
        routes.MapAlbums();
        routes.MapTracks();
    }
}
