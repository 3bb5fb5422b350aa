using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Monitoring;

/// <summary>Meetings and the media library as organisers watch them while they work on them.</summary>
internal sealed class DeskMonitor : IDisposable
{
    // The library changes by hand only, and its answers have no entity tag.
    private static readonly TimeSpan s_libraryInterval = TimeSpan.FromSeconds(5);

    public DeskMonitor(IMeetingsClient meetings, IMediaClient media, TimeProvider time, ILogger<DeskMonitor> logger)
    {
        Lists = new(meetings.ListAsync, ClusterMonitor.Interval, time, logger);
        Meetings = new(meetings.GetAsync, ClusterMonitor.Interval, time, logger);
        Shelf = new(
            (query, _, cancellationToken) => media.ListSeriesAsync(query.Text, query.PageNumber, query.PageSize, cancellationToken),
            s_libraryInterval,
            time,
            logger);
        Series = new(
            async (id, _, cancellationToken) => new SeriesContents(
                await media.GetSeriesAsync(id, cancellationToken), await media.ListAlbumsAsync(id, cancellationToken)),
            s_libraryInterval,
            time,
            logger);
        Albums = new(
            async (id, _, cancellationToken) =>
            {
                var album = await media.GetAlbumAsync(id, cancellationToken);
                return new AlbumContents(
                    await media.GetSeriesAsync(album.SeriesId, cancellationToken), album, await media.ListTracksAsync(id, cancellationToken));
            },
            s_libraryInterval,
            time,
            logger);
    }

    public LiveSources<MeetingQuery, Tagged<Page<MeetingSummary>>> Lists { get; }

    /// <summary>By id.</summary>
    public LiveSources<string, Tagged<Meeting>> Meetings { get; }

    /// <summary>Series, page by page.</summary>
    public LiveSources<ShelfQuery, Page<Series>> Shelf { get; }

    /// <summary>By the series' id.</summary>
    public LiveSources<string, SeriesContents> Series { get; }

    /// <summary>By the album's id.</summary>
    public LiveSources<string, AlbumContents> Albums { get; }

    public void Dispose()
    {
        Lists.Dispose();
        Meetings.Dispose();
        Shelf.Dispose();
        Series.Dispose();
        Albums.Dispose();
    }
}
