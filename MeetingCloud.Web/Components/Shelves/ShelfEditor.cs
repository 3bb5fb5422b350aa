using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Dialogs;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Editing;
using Radzen;

namespace MeetingCloud.Web.Components.Shelves;

/// <summary>Opens the form of a series, an album or a track. Answers whether something was saved.</summary>
internal sealed class ShelfEditor(DialogService dialogs, IMediaClient media)
{
    public Task<bool> EditAsync(string title, Series? series) => OpenAsync(
        title,
        ShelfFields.Of(series),
        async (texts, version) => ShelfFields.Of(await media.SaveAsync(series?.Id, ShelfFields.ToSeries(texts), Version(version), default)),
        async () => ShelfFields.Of(await media.GetSeriesAsync(series!.Id, default)));

    public Task<bool> EditAsync(string title, Album? album, string seriesId) => OpenAsync(
        title,
        ShelfFields.Of(album),
        async (texts, version) => ShelfFields.Of(await media.SaveAsync(album?.Id, ShelfFields.ToAlbum(texts, seriesId), Version(version), default)),
        async () => ShelfFields.Of(await media.GetAlbumAsync(album!.Id, default)));

    public Task<bool> EditAsync(string title, Track? track, string albumId) => OpenAsync(
        title,
        ShelfFields.Of(track),
        async (texts, version) => ShelfFields.Of(await media.SaveAsync(track?.Id, ShelfFields.ToTrack(texts, albumId), Version(version), default)),
        async () => ShelfFields.Of(await media.GetTrackAsync(track!.Id, default)));

    private static long? Version(long version) => version == 0 ? null : version;

    private async Task<bool> OpenAsync(
        string title,
        StoredFields stored,
        Func<IReadOnlyDictionary<string, string>, long, Task<StoredFields>> send,
        Func<Task<StoredFields>> read) => await dialogs.OpenAsync<ShelfDialog>(
        title,
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ShelfDialog.Draft)] = new EditDraft(stored),
            [nameof(ShelfDialog.Send)] = send,
            [nameof(ShelfDialog.Read)] = read,
        },
        DialogExtensions.Form()) is true;
}
