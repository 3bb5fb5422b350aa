using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Data;

/// <summary>Which blobs the database names: files of meetings, audio of tracks, artwork. Whatever else is stored may be deleted.</summary>
internal static class BlobReferences
{
    /// <summary>Every blob that is named, once.</summary>
    public static IQueryable<BlobReference> ReferencedBlobs(this MeetingDb db) =>
        db.Files.AsNoTracking().Select(f => new { f.Sha256, f.Size })
            .Union(db.Tracks.Where(t => t.Sha256 != null).Select(t => new { Sha256 = t.Sha256!, Size = t.Size!.Value }))
            .Union(db.Artworks.Select(a => new { a.Sha256, a.Size }))
            .Select(b => new BlobReference { Sha256 = b.Sha256, Size = b.Size });

    /// <summary>Whether any row names the blob: three look-ups in indexes, however large the tables.</summary>
    public static async Task<bool> IsReferencedAsync(this MeetingDb db, string sha256, CancellationToken cancellationToken) =>
        await db.Files.AnyAsync(f => f.Sha256 == sha256, cancellationToken)
        || await db.Tracks.AnyAsync(t => t.Sha256 == sha256, cancellationToken)
        || await db.Artworks.AnyAsync(a => a.Sha256 == sha256, cancellationToken);
}
