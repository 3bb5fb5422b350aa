using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MeetingCloud.Api.Data;

internal sealed class MeetingDb(DbContextOptions<MeetingDb> options) : DbContext(options)
{
    public DbSet<MeetingRow> Meetings => Set<MeetingRow>();

    public DbSet<AgendaRow> Agenda => Set<AgendaRow>();

    public DbSet<FileRow> Files => Set<FileRow>();

    public DbSet<ChangeRow> Changes => Set<ChangeRow>();

    public DbSet<SeriesRow> Series => Set<SeriesRow>();

    public DbSet<AlbumRow> Albums => Set<AlbumRow>();

    public DbSet<TrackRow> Tracks => Set<TrackRow>();

    public DbSet<ArtworkRow> Artworks => Set<ArtworkRow>();

    public DbSet<BlobCopyRow> BlobCopies => Set<BlobCopyRow>();

    public DbSet<WebdavServerRow> WebdavServers => Set<WebdavServerRow>();

    public DbSet<MigrationRow> Migrations => Set<MigrationRow>();

    public DbSet<MigrationItemRow> MigrationItems => Set<MigrationItemRow>();

    public DbSet<NodeEventRow> NodeEvents => Set<NodeEventRow>();

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite has no type for a point in time; ticks in UTC sort and compare as they should.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcTicksConverter>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<MeetingRow>(meeting =>
        {
            meeting.ToTable("meetings");
            meeting.Property(m => m.Id).HasMaxLength(64);
            meeting.Property(m => m.Status).HasConversion<string>().HasMaxLength(16);
            meeting.Property(m => m.Version).IsConcurrencyToken();
            meeting.Property(m => m.PackageEtag).HasMaxLength(64);
            meeting.HasIndex(m => new { m.Status, m.Time });
            meeting.HasIndex(m => m.PackageEtag);
            meeting.HasMany(m => m.Agenda).WithOne().HasForeignKey(a => a.MeetingId).OnDelete(DeleteBehavior.Cascade);
            meeting.HasMany(m => m.Files).WithOne().HasForeignKey(f => f.MeetingId).OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<AgendaRow>(item =>
        {
            item.ToTable("agenda_items");
            item.Property(a => a.Id).HasMaxLength(64);
            item.HasIndex(a => a.MeetingId);
        });

        modelBuilder.Entity<FileRow>(file =>
        {
            file.ToTable("files");
            file.Property(f => f.Id).HasMaxLength(64);
            file.Property(f => f.Sha256).HasMaxLength(64);
            file.HasIndex(f => new { f.MeetingId, f.PathKey }).IsUnique();
            file.HasIndex(f => f.Sha256);
            file.HasOne<AgendaRow>().WithMany().HasForeignKey(f => f.AgendaItemId).OnDelete(DeleteBehavior.SetNull);
        });

        modelBuilder.Entity<ChangeRow>(change =>
        {
            change.ToTable("changes");
            change.Property(c => c.Id).ValueGeneratedOnAdd();
            change.HasIndex(c => c.At);
        });

        modelBuilder.AddMedia();
        modelBuilder.AddOrigins();
        modelBuilder.AddMonitoring();
    }

    private sealed class UtcTicksConverter() : ValueConverter<DateTimeOffset, long>(
        value => value.UtcTicks,
        ticks => new DateTimeOffset(ticks, TimeSpan.Zero));
}
