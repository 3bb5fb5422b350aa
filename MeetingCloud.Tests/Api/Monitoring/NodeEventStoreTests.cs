using MeetingCloud.Api.Data;
using MeetingCloud.Api.Monitoring.Events;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Api.Data;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Databases;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Tests.Api.Monitoring;

/// <summary>Events of one node, from instances of which some bring them late.</summary>
public sealed class NodeEventStoreTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mc-events-");
    private readonly ManualTimeProvider _clock = new();
    private readonly DateTimeOffset _start;
    private TestDatabase _database = null!;
    private DatabaseInstance _instance = null!;

    public NodeEventStoreTests() => _start = _clock.GetUtcNow();

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(_folder.FullName);
        _instance = DatabaseInstance.Of(_database.Url);
        await _instance.UpgradeAsync();
    }

    public async Task DisposeAsync()
    {
        await _instance.DisposeAsync();
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Notices_ThatOthersHaveOvertaken_AreNotWritten()
    {
        await AppendAsync((NodeEventKind.Registered, 0), (NodeEventKind.Lost, 60), (NodeEventKind.Registered, 100));

        await AppendAsync((NodeEventKind.Lost, 61), (NodeEventKind.Back, 70));

        Assert.Equal([NodeEventKind.Registered, NodeEventKind.Lost, NodeEventKind.Registered], await ReadAsync());
    }

    [Fact]
    public async Task Registration_ThatIsWrittenLate_MakesALossNoNews()
    {
        await AppendAsync((NodeEventKind.Lost, 60));
        await AppendAsync((NodeEventKind.Registered, 0));

        // As the next instance tells, whose turn it is to watch.
        await AppendAsync((NodeEventKind.Lost, 120));

        Assert.Equal([NodeEventKind.Lost, NodeEventKind.Registered], await ReadAsync());
    }

    [Fact]
    public async Task Loss_IsWritten_ByAnInstanceWhoseClockIsALittleBehind_AndSoIsTheReturn()
    {
        await AppendAsync((NodeEventKind.Registered, 10));
        await AppendAsync((NodeEventKind.Lost, 9.6));
        await AppendAsync((NodeEventKind.Lost, 9.8));
        await AppendAsync((NodeEventKind.Back, 20));

        Assert.Equal([NodeEventKind.Registered, NodeEventKind.Lost, NodeEventKind.Back], await ReadAsync());
    }

    [Fact]
    public async Task Events_AreWrittenOnce_WhenTheAnswerOfTheFirstWriteWasLost()
    {
        (NodeEventKind Kind, double At)[] events = [(NodeEventKind.Registered, 0), (NodeEventKind.Drained, 5), (NodeEventKind.Resumed, 6)];
        await AppendAsync(events);
        await AppendAsync(events);

        Assert.Equal([NodeEventKind.Registered, NodeEventKind.Drained, NodeEventKind.Resumed], await ReadAsync());
    }

    private Task AppendAsync(params (NodeEventKind Kind, double At)[] events) => new NodeEventStore(_instance.Gate, _clock).AppendAsync(
        [.. events.Select(e => new NodeEventRow { NodeId = "node-1", Kind = e.Kind, At = _start.AddSeconds(e.At) })], CancellationToken.None);

    private async Task<List<NodeEventKind>> ReadAsync()
    {
        await using var db = _database.Open();
        return await db.NodeEvents.OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync();
    }
}
