using MeetingCloud.Contracts;

namespace MeetingCloud.Web.Monitoring;

/// <summary>The latest migrations.</summary>
/// <param name="ListedAt">When all of them were asked for; the one under way may be newer.</param>
/// <param name="Items">Newest first.</param>
public sealed record MigrationsSnapshot(DateTimeOffset ListedAt, IReadOnlyList<Migration> Items)
{
    /// <summary>There is one at a time.</summary>
    public Migration? UnderWay => Items.FirstOrDefault(IsUnderWay);

    public static bool IsUnderWay(Migration migration) => migration.State is MigrationState.Pending or MigrationState.Running;

    public Migration? Find(string id) => Items.FirstOrDefault(migration => migration.Id == id);

    public MigrationsSnapshot With(Migration newer) => this with { Items = [.. Items.Select(item => item.Id == newer.Id ? newer : item)] };
}
