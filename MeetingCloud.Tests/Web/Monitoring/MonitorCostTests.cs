using System.Threading.Channels;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Monitoring;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Web.Monitoring;

/// <summary>What the monitor asks of the control plane, whoever watches.</summary>
public sealed class MonitorCostTests : IDisposable
{
    private const int Admins = 50;

    private readonly FakeControlPlane _api = new() { Nodes = [Samples.Node("node-1")], Stats = Samples.Stats(new WebdavFiles(1, 1, 0, 0, 0, 0), "server1") };
    private readonly ManualTimeProvider _clock = new(Samples.Now);
    private readonly PoolMonitor _pool;
    private readonly ControlPlaneMonitor _controlPlane;

    public MonitorCostTests()
    {
        _pool = new PoolMonitor(_api, _clock, NullLogger<PoolMonitor>.Instance);
        _controlPlane = new ControlPlaneMonitor(_api, _api, _clock, NullLogger<ControlPlaneMonitor>.Instance);
    }

    public void Dispose()
    {
        _pool.Dispose();
        _controlPlane.Dispose();
    }

    [Fact]
    public async Task FiftyAdmins_CostWhatOneDoes_ForEverythingThatIsWatched()
    {
        await WatchAsync(_pool.Status, () => _api.StatusCalls, TimeSpan.FromSeconds(1));
        await WatchAsync(_controlPlane.Health, () => _api.HealthCalls, TimeSpan.FromSeconds(1));
        await WatchAsync(_pool.Stats, () => _api.StatsCalls, TimeSpan.FromSeconds(10));
        await WatchAsync(_controlPlane.History, () => _api.HistorySince.Count, TimeSpan.FromSeconds(10));
        await WatchAsync(_controlPlane.EventsOf("node-1"), () => _api.EventCalls, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task History_IsAskedForWhatIsNew()
    {
        _api.History = Samples.History(samples: 6);
        using var watch = new Watch(_controlPlane.History);
        await watch.NextAsync();

        _api.History = Samples.History(samples: 1, last: Samples.Now.AddSeconds(10));
        await TickAsync(TimeSpan.FromSeconds(10));
        await watch.NextAsync();

        Assert.Equal([null, Samples.Now], _api.HistorySince);
        Assert.Equal(7, _controlPlane.History.Current.Value!.Times.Count);
    }

    [Fact]
    public async Task Migrations_AreListedSeldom_AndTheOneUnderWayEachSecond()
    {
        _api.Migrations = [Samples.Migration("m", MigrationState.Running, done: 1)];
        using var watch = new Watch(_pool.Migrations);
        await watch.NextAsync();

        for (var second = 2; second <= 5; second++)
        {
            _api.Migrations = [Samples.Migration("m", MigrationState.Running, done: second)];
            await TickAsync(TimeSpan.FromSeconds(1));
            await watch.NextAsync();
            Assert.Equal(second, _pool.Migrations.Current.Value!.UnderWay!.Progress.Done);
        }

        Assert.Equal((1, 4), (_api.ListCalls, _api.MigrationCalls));

        _api.Migrations = [Samples.Migration("m", MigrationState.Completed, done: 60)];
        await TickAsync(TimeSpan.FromSeconds(1));
        await watch.NextAsync();
        await TickAsync(TimeSpan.FromSeconds(1));
        await watch.NextAsync();
        Assert.Equal((1, 5), (_api.ListCalls, _api.MigrationCalls));
    }

    [Fact]
    public async Task MigrationThatWasStartedHere_ShowsAtOnce()
    {
        using var watch = new Watch(_pool.Migrations);
        await watch.NextAsync();
        await _clock.WhenArmedAsync();

        await _api.MigrateAsync(new MigrationRequest(DryRun: false, null, null), CancellationToken.None);
        _pool.ListMigrationsAgain();
        await watch.NextAsync();

        Assert.Equal("started", _pool.Migrations.Current.Value!.UnderWay?.Id);
    }

    [Fact]
    public async Task Statistics_AreNone_AndNoFault_WhenThereIsNoPool()
    {
        _api.Stats = null;

        var view = await _pool.Stats.GetAsync(CancellationToken.None);

        Assert.Null(view.Fault);
        Assert.Null(view.Value!.Value);
    }

    [Fact]
    public async Task Statistics_ThatTakeTheirTime_AreWaitedFor()
    {
        var counted = new TaskCompletionSource();
        _api.StatsGate = counted.Task;
        using var watch = new Watch(_pool.Stats);
        await Eventually.BecomesTrueAsync(() => _api.StatsCalls == 1, TestCluster.Patience, "they are asked for");

        _clock.Advance(PoolMonitor.StatsPatience - TimeSpan.FromSeconds(1));
        Assert.Equal(1, _clock.ArmedTimers);
        counted.SetResult();
        await watch.NextAsync();

        Assert.Null(_pool.Stats.Current.Fault);
        Assert.NotNull(_pool.Stats.Current.Value?.Value);
    }

    private async Task WatchAsync(ILiveSource source, Func<int> calls, TimeSpan interval)
    {
        var watches = Enumerable.Range(0, Admins).Select(_ => new Watch(source)).ToList();
        // The first one to watch is told of every answer; the others may have come after the first.
        await watches[0].NextAsync();
        await _clock.WhenArmedAsync();
        var before = calls();
        for (var i = 1; i <= 3; i++)
        {
            await TickAsync(interval);
            await Task.WhenAll(watches.Select(watch => watch.NextAsync()));
        }

        Assert.Equal(before + 3, calls());
        watches.ForEach(watch => watch.Dispose());

        // Let the source find that nobody watches, so that the next one's ticks are not its.
        await TickAsync(interval);
    }

    private async Task TickAsync(TimeSpan interval)
    {
        await _clock.WhenArmedAsync();
        _clock.Advance(interval);
    }

    /// <summary>An open page.</summary>
    private sealed class Watch : IDisposable
    {
        private readonly Channel<bool> _changes = Channel.CreateUnbounded<bool>();
        private readonly IDisposable _subscription;

        public Watch(ILiveSource source) => _subscription = source.Subscribe(() => _changes.Writer.TryWrite(true));

        public async Task NextAsync() => await _changes.Reader.ReadAsync();

        public void Dispose() => _subscription.Dispose();
    }
}
