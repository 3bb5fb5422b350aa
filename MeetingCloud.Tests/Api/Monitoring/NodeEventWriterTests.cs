using MeetingCloud.Api.Data;
using MeetingCloud.Api.Monitoring.Events;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Api.Data;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Databases;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Api.Monitoring;

public sealed class NodeEventWriterTests : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mc-events-");
    private readonly ManualTimeProvider _clock = new();
    private readonly NodeEvents _events;
    private TestDatabase _database = null!;

    public NodeEventWriterTests() => _events = new NodeEvents(_clock);

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.CreateAsync(_folder.FullName);
        await using var instance = DatabaseInstance.Of(_database.Url);
        await instance.UpgradeAsync();
    }

    public async Task DisposeAsync()
    {
        await _database.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Events_AreWrittenOnceTheDatabaseIsBack_WithThoseThatCameMeanwhile()
    {
        var databases = new ScriptedDatabases(count => count <= 2 ? throw new TimeoutException() : _database.Open());
        using var gate = new WriteGate(databases);
        using var writer = NewWriter(gate);
        _events.Add("node-1", NodeEventKind.Registered);
        await writer.StartAsync(CancellationToken.None);
        await databases.WhenAskedAsync();
        _events.Add("node-1", NodeEventKind.Lost, "line_broken");
        _events.Complete();

        for (var attempt = 0; attempt < 2; attempt++)
        {
            await _clock.WhenArmedAsync().WaitAsync(s_patience);
            _clock.Advance(TimeSpan.FromSeconds(2));
        }

        await writer.ExecuteTask!.WaitAsync(s_patience);
        Assert.Equal([NodeEventKind.Registered, NodeEventKind.Lost], await ReadAsync());
    }

    [Fact]
    public async Task Service_Stops_WhenTheDatabaseIsAway()
    {
        var databases = new ScriptedDatabases(_ => throw new TimeoutException());
        using var gate = new WriteGate(databases);
        using var writer = NewWriter(gate);
        _events.Add("node-1", NodeEventKind.Registered);
        await writer.StartAsync(CancellationToken.None);
        await databases.WhenAskedAsync();

        await writer.StopAsync(CancellationToken.None).WaitAsync(s_patience);
        Assert.True(writer.ExecuteTask!.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Events_GoOn_WhenSomeCannotBeWrittenAtAll()
    {
        var databases = new ScriptedDatabases(count => count == 1 ? throw new NotSupportedException() : _database.Open());
        using var gate = new WriteGate(databases);
        using var writer = NewWriter(gate);
        _events.Add("node-1", NodeEventKind.Registered);
        await writer.StartAsync(CancellationToken.None);
        await databases.WhenAskedAsync();
        _events.Add("node-1", NodeEventKind.Lost, "line_broken");
        _events.Complete();

        await writer.ExecuteTask!.WaitAsync(s_patience);
        Assert.Equal([NodeEventKind.Lost], await ReadAsync());
    }

    private NodeEventWriter NewWriter(WriteGate gate) =>
        new(_events, new NodeEventStore(gate, _clock), _clock, NullLogger<NodeEventWriter>.Instance);

    private async Task<List<NodeEventKind>> ReadAsync()
    {
        await using var db = _database.Open();
        return await db.NodeEvents.OrderBy(e => e.Id).Select(e => e.Kind).ToListAsync();
    }
}
