using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Data;

/// <summary>The origin pool's tables.</summary>
internal static class OriginModel
{
    public static void AddOrigins(this ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<BlobCopyRow>(copy =>
        {
            copy.ToTable("blob_copies");
            copy.Property(c => c.Id).HasMaxLength(64);
            copy.Property(c => c.Sha256).HasMaxLength(64);
            copy.Property(c => c.WebdavServerId).HasColumnName("webdav_server_id").HasMaxLength(50);
            copy.Property(c => c.State).HasConversion<string>().HasMaxLength(16);
            copy.HasIndex(c => c.Sha256);
            copy.HasIndex(c => new { c.WebdavServerId, c.State });
            copy.HasIndex(c => new { c.State, c.UpdatedAt });
        });

        modelBuilder.Entity<WebdavServerRow>(server =>
        {
            server.ToTable("webdav_servers");
            server.Property(s => s.Id).HasMaxLength(50);
        });

        modelBuilder.Entity<MigrationRow>(migration =>
        {
            migration.ToTable("origin_migrations");
            migration.Property(m => m.Id).HasMaxLength(64);
            migration.Property(m => m.State).HasConversion<string>().HasMaxLength(16);
            migration.HasIndex(m => m.CreatedAt);
            migration.HasMany(m => m.Items).WithOne().HasForeignKey(i => i.MigrationId).OnDelete(DeleteBehavior.Cascade);
        });

        modelBuilder.Entity<MigrationItemRow>(item =>
        {
            item.ToTable("origin_migration_items");
            item.Property(i => i.Id).ValueGeneratedOnAdd();
            item.Property(i => i.MigrationId).HasMaxLength(64);
            item.Property(i => i.Sha256).HasMaxLength(64);
            item.Property(i => i.TargetServerId).HasMaxLength(50);
            item.Property(i => i.SourceServerId).HasMaxLength(50);
            item.Property(i => i.SurplusCopyId).HasMaxLength(64);
            item.Property(i => i.MadeCopyId).HasMaxLength(64);
            item.Property(i => i.State).HasConversion<string>().HasMaxLength(16);
            item.HasIndex(i => new { i.MigrationId, i.State });
        });
    }
}
