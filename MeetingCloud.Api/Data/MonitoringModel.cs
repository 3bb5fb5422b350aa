using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Data;

/// <summary>The monitoring's tables.</summary>
internal static class MonitoringModel
{
    public static void AddMonitoring(this ModelBuilder modelBuilder) => modelBuilder.Entity<NodeEventRow>(row =>
    {
        row.ToTable("node_events");
        row.Property(e => e.Id).ValueGeneratedOnAdd();
        row.Property(e => e.NodeId).HasMaxLength(64);
        row.Property(e => e.Kind).HasConversion<string>().HasMaxLength(16);
        row.Property(e => e.Reason).HasMaxLength(32);
        row.HasIndex(e => new { e.NodeId, e.Id });
        row.HasIndex(e => new { e.Kind, e.At });
    });
}
