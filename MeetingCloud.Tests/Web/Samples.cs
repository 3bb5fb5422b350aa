using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Web;

/// <summary>Nodes and meetings as the control plane describes them.</summary>
internal static partial class Samples
{
    public static readonly DateTimeOffset Now = new(2026, 5, 1, 9, 0, 0, TimeSpan.Zero);

    public static NodeInfo Node(string id, NodeState status = NodeState.Active, params HeldMeeting[] meetings) => new(
        id,
        "10.0.0.1",
        8001,
        PublicUrl: null,
        status,
        Health: 0.9,
        StorageCapacity: 50_000_000_000,
        StorageUsed: 12_300_000_000,
        ActiveDownloads: 4,
        BytesPerSecond: 2_500_000,
        LastHeartbeat: Now.AddSeconds(-3),
        meetings);

    public static MeetingSummary Meeting(string id, long version, string title = "Board meeting") =>
        new(id, title, Now.AddHours(1), MeetingStatus.Active, version, Now, FileCount: 24, FileBytes: 268_000_000);

    public static Meeting Whole() => new(
        "m",
        "Board meeting",
        Now.AddHours(1),
        "Bring the budget.",
        MeetingStatus.Draft,
        AccessCode: null,
        Version: 3,
        Now,
        Now,
        [new AgendaItem("one", "Opening", 0, "Li Wei", 20), new AgendaItem("two", "Budget", 1, null, null)],
        [File("a.pdf", "one"), File("Finance/b.xlsx", "two"), File("Finance/c.pdf", "two"), File("z.pdf")]);

    public static MeetingFile File(string path, string? itemId = null) =>
        new($"id of {path}", path, 1000, "application/pdf", new string('a', 64), "00000000", Now, itemId);
}
