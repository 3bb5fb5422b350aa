using MeetingCloud.Api.Data;
using MeetingCloud.Api.Media;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Sample;

/// <summary>A series with one album, for a media library that is empty.</summary>
internal sealed class SampleLibrary(MediaStore media, SampleFiles files, IDbContextFactory<MeetingDb> databases, TimeProvider time)
{
    private const string Id = "sample";

    public async Task AddAsync(SampleAlbum album, CancellationToken cancellationToken)
    {
        await using (var db = await databases.CreateDbContextAsync(cancellationToken))
        {
            if (await db.Series.AnyAsync(cancellationToken))
            {
                return;
            }
        }

        var cover = album.Cover is null ? null : await files.StoreAsync(album.Cover, cancellationToken);
        var tracks = new List<(SampleTrack Track, BlobInfo Audio)>();
        foreach (var track in album.Tracks)
        {
            tracks.Add((track, await files.StoreAsync(track.File, cancellationToken)));
        }

        // All in one transaction: no start finds half of it.
        await media.AddAsync(
            (db, _, now) =>
            {
                db.Add(WithCover(Album(album, now), album, cover, now));
                db.AddRange(tracks.Select((track, i) => Track(track.Track, track.Audio, i + 1, album.Artist, now)));
                return Task.FromResult(WithCover(Series(album, now), album, cover, now));
            },
            cancellationToken);
    }

    private static SeriesRow Series(SampleAlbum album, DateTimeOffset now) => new()
    {
        Id = Id,
        Title = album.Series,
        Description = album.Description,
        Position = 0,
        Version = 1,
        CreatedAt = now,
        UpdatedAt = now,
    };

    private AlbumRow Album(SampleAlbum album, DateTimeOffset now) => new()
    {
        Id = Id,
        SeriesId = Id,
        Title = album.Title,
        Artist = album.Artist,
        Year = time.GetUtcNow().Year,
        Position = 0,
        Version = 1,
        CreatedAt = now,
        UpdatedAt = now,
    };

    // The series' only album gives it its face.
    private static T WithCover<T>(T row, SampleAlbum album, BlobInfo? cover, DateTimeOffset now)
        where T : MediaRow
    {
        if (cover is not null)
        {
            row.Artworks.Add(new ArtworkRow
            {
                Id = Ids.New(),
                Slot = ArtworkSlot.Cover,
                Sha256 = cover.Hash.ToString(),
                Size = cover.Size,
                ContentType = FilePresentation.ContentType(declared: null, album.Cover!),
                UpdatedAt = now,
            });
        }

        return row;
    }

    private static TrackRow Track(SampleTrack track, BlobInfo audio, int number, string? artist, DateTimeOffset now) => new()
    {
        Id = Ids.New(),
        AlbumId = Id,
        Title = track.Title,
        Number = number,
        Artist = artist,
        DurationSeconds = track.DurationSeconds,
        Sha256 = audio.Hash.ToString(),
        Size = audio.Size,
        ContentType = FilePresentation.ContentType(declared: null, track.File),
        AudioUpdatedAt = now,
        Version = 1,
        CreatedAt = now,
        UpdatedAt = now,
    };
}
