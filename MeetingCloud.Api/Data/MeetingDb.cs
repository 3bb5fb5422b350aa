using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace MeetingCloud.Api.Data;

/// <summary>The tables. What differs between the databases is in the two classes that derive from this one; each has its own migrations.</summary>
internal abstract class MeetingDb(DbContextOptions options) : DbContext(options)
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

    /// <summary>
    /// Lowers the letters of ASCII, and no others: SQLite knows no more, and PostgreSQL does as it is told by the columns' collation. For
    /// queries alone.
    /// </summary>
    [DbFunction("lower", IsBuiltIn = true)]
    public static string Lower(string? text) => throw new NotSupportedException("The database does this.");

    /// <summary>Begins a transaction of which there is one at a time, whatever process it is in: what it reads stays so until it ends.</summary>
    public abstract Task<IDbContextTransaction> BeginWriteAsync(CancellationToken cancellationToken);

    /// <summary>Whether the server behind this connection takes no changes, as one that has become a standby.</summary>
    public virtual Task<bool> IsReadOnlyAsync(CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Has the connections of all contexts made anew, each when it is next wanted: the server behind these is not the right one any more.</summary>
    public virtual void DropConnections()
    {
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        // SQLite has no type for a point in time, and PostgreSQL's has no ticks; ticks in UTC sort and compare as they should in both.
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
