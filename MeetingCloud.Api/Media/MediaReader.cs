using MeetingCloud.Api.Data;
using MeetingCloud.Api.Distribution;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Media;

/// <summary>Series, albums and tracks as the contract shows them.</summary>
internal sealed class MediaReader(IDbContextFactory<MeetingDb> databases, PublicAddress address)
{
    public async Task<Page<Series>> ListSeriesAsync(HttpContext context, MediaFilter filter, Paging paging)
    {
        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        var rows = db.Series.AsNoTracking();
        if (Pattern(filter) is { } pattern)
        {
            rows = rows.Where(s => EF.Functions.Like(MeetingDb.Lower(s.Title), pattern, "\\"));
        }

        var total = await rows.CountAsync(context.RequestAborted);
        var page = await paging.TakeAsync(rows.OrderBy(s => s.Position).ThenBy(s => s.Id).Include(s => s.Artworks), context.RequestAborted);
        return paging.Of(await ShowAsync(db, page, context), total);
    }

    public async Task<Page<Album>> ListAlbumsAsync(HttpContext context, MediaFilter filter, Paging paging)
    {
        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        var rows = db.Albums.AsNoTracking();
        if (!string.IsNullOrEmpty(filter.SeriesId))
        {
            rows = rows.Where(a => a.SeriesId == filter.SeriesId);
        }

        if (Pattern(filter) is { } pattern)
        {
            rows = rows.Where(a => EF.Functions.Like(MeetingDb.Lower(a.Title), pattern, "\\") || EF.Functions.Like(MeetingDb.Lower(a.Artist), pattern, "\\"));
        }

        var total = await rows.CountAsync(context.RequestAborted);
        var page = await paging.TakeAsync(rows.OrderBy(a => a.Position).ThenBy(a => a.Id).Include(a => a.Artworks), context.RequestAborted);
        return paging.Of(await ShowAsync(db, page, context), total);
    }

    public async Task<Page<Track>> ListTracksAsync(HttpContext context, MediaFilter filter, Paging paging)
    {
        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        var rows = db.Tracks.AsNoTracking();
        if (!string.IsNullOrEmpty(filter.AlbumId))
        {
            rows = rows.Where(t => t.AlbumId == filter.AlbumId);
        }

        if (!string.IsNullOrEmpty(filter.SeriesId))
        {
            rows = rows.Where(t => db.Albums.Any(a => a.Id == t.AlbumId && a.SeriesId == filter.SeriesId));
        }

        if (Pattern(filter) is { } pattern)
        {
            rows = rows.Where(t => EF.Functions.Like(MeetingDb.Lower(t.Title), pattern, "\\") || EF.Functions.Like(MeetingDb.Lower(t.Artist), pattern, "\\"));
        }

        var total = await rows.CountAsync(context.RequestAborted);
        var page = await paging.TakeAsync(rows.OrderBy(t => t.Number).ThenBy(t => t.Id).Include(t => t.Artworks), context.RequestAborted);
        var root = address.Of(context.Request);
        return paging.Of([.. page.Select(t => t.ToContract(root))], total);
    }

    /// <summary>One series, with its entity tag on the response.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<Series> GetSeriesAsync(HttpContext context, string id)
    {
        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        return (await ShowAsync(db, [await FindAsync(db.Series, id, context)], context))[0];
    }

    /// <summary>One album, with its entity tag on the response.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<Album> GetAlbumAsync(HttpContext context, string id)
    {
        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        return (await ShowAsync(db, [await FindAsync(db.Albums, id, context)], context))[0];
    }

    /// <summary>One track, with its entity tag on the response.</summary>
    /// <exception cref="ProblemException">404.</exception>
    public async Task<Track> GetTrackAsync(HttpContext context, string id)
    {
        await using var db = await databases.CreateDbContextAsync(context.RequestAborted);
        return (await FindAsync(db.Tracks, id, context)).ToContract(address.Of(context.Request));
    }

    private static string? Pattern(MediaFilter filter) =>
        string.IsNullOrWhiteSpace(filter.Text) ? null : Paging.Containing(filter.Text);

    private static async Task<T> FindAsync<T>(DbSet<T> rows, string id, HttpContext context)
        where T : MediaRow, IMediaKind
    {
        var row = await rows.AsNoTracking().Include(m => m.Artworks).FirstOrDefaultAsync(m => m.Id == id, context.RequestAborted)
            ?? throw MediaStore.NotFound<T>(id);
        context.Response.Headers.ETag = $"\"{row.Version}\"";
        return row;
    }

    private async Task<IReadOnlyList<Series>> ShowAsync(MeetingDb db, IReadOnlyList<SeriesRow> rows, HttpContext context)
    {
        var ids = rows.Select(s => s.Id).ToList();
        var albums = await db.Albums.Where(a => ids.Contains(a.SeriesId))
            .GroupBy(a => a.SeriesId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, context.RequestAborted);
        var root = address.Of(context.Request);
        return [.. rows.Select(s => s.ToContract(albums.GetValueOrDefault(s.Id), root))];
    }

    private async Task<IReadOnlyList<Album>> ShowAsync(MeetingDb db, IReadOnlyList<AlbumRow> rows, HttpContext context)
    {
        var ids = rows.Select(a => a.Id).ToList();
        var tracks = await db.Tracks.Where(t => ids.Contains(t.AlbumId))
            .GroupBy(t => t.AlbumId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, context.RequestAborted);
        var root = address.Of(context.Request);
        return [.. rows.Select(a => a.ToContract(tracks.GetValueOrDefault(a.Id), root))];
    }
}
