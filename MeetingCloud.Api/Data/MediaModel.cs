using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace MeetingCloud.Api.Data;

/// <summary>The media library's tables.</summary>
internal static class MediaModel
{
    // Booleans do not add up in PostgreSQL. Line ends as the migration has them, on every system.
    private const string OneOwner =
        "CASE WHEN \"SeriesId\" IS NULL THEN 0 ELSE 1 END\n"
        + "+ CASE WHEN \"AlbumId\" IS NULL THEN 0 ELSE 1 END\n"
        + "+ CASE WHEN \"TrackId\" IS NULL THEN 0 ELSE 1 END = 1";

    public static void AddMedia(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<SeriesRow>(series =>
        {
            Configure(series, "series", artwork => artwork.SeriesId);
            series.HasIndex(s => s.Position);
            series.HasMany<AlbumRow>().WithOne().HasForeignKey(a => a.SeriesId).OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<AlbumRow>(album =>
        {
            Configure(album, "albums", artwork => artwork.AlbumId);
            album.HasIndex(a => new { a.SeriesId, a.Position });
            album.HasMany<TrackRow>().WithOne().HasForeignKey(t => t.AlbumId).OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<TrackRow>(track =>
        {
            Configure(track, "tracks", artwork => artwork.TrackId);
            track.Property(t => t.Sha256).HasMaxLength(64);
            track.HasIndex(t => new { t.AlbumId, t.Number });
            track.HasIndex(t => t.Sha256);
        });

        modelBuilder.Entity<ArtworkRow>(artwork =>
        {
            artwork.ToTable("artworks", table => table.HasCheckConstraint(
                "CK_artworks_one_owner", OneOwner));
            artwork.Property(a => a.Id).HasMaxLength(64);
            artwork.Property(a => a.Slot).HasConversion<string>().HasMaxLength(16);
            artwork.Property(a => a.Sha256).HasMaxLength(64);
            artwork.HasIndex(a => new { a.SeriesId, a.Slot }).IsUnique();
            artwork.HasIndex(a => new { a.AlbumId, a.Slot }).IsUnique();
            artwork.HasIndex(a => new { a.TrackId, a.Slot }).IsUnique();
            artwork.HasIndex(a => a.Sha256);
        });
    }

    private static void Configure<T>(
        EntityTypeBuilder<T> media, string table, Expression<Func<ArtworkRow, object?>> owner)
        where T : MediaRow
    {
        media.ToTable(table);
        media.Property(m => m.Id).HasMaxLength(64);
        media.Property(m => m.Version).IsConcurrencyToken();
        media.HasMany(m => m.Artworks).WithOne().HasForeignKey(owner).OnDelete(DeleteBehavior.Cascade);
    }
}
