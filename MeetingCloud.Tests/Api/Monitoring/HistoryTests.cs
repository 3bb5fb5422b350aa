using MeetingCloud.Api.Monitoring;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Api.Monitoring;

public sealed class HistoryTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(60);

    private readonly ManualTimeProvider _clock = new();
    private readonly NodeRegistry _registry;
    private readonly History _history;
    private readonly HistorySampler _sampler;

    public HistoryTests()
    {
        _registry = new NodeRegistry(new NodeOptions(s_timeout, "score", TimeSpan.FromHours(6)), _clock);
        _history = new History(_clock);
        _sampler = new HistorySampler(_history, _registry, _clock);
    }

    public async Task InitializeAsync()
    {
        _registry.Register(new RegisterNodeRequest("n1", "127.0.0.1", 8001));
        await _sampler.StartAsync(CancellationToken.None);
        await SampledAsync(1);
    }

    public Task DisposeAsync() => _sampler.StopAsync(CancellationToken.None);

    public void Dispose() => _sampler.Dispose();

    [Fact]
    public async Task History_HasANodesLoad_AndNullWhileItWasLostOrUnknown()
    {
        _registry.Heartbeat("n1", new HeartbeatRequest(1, ActiveDownloads: 4, BytesPerSecond: 1500));
        await TickAsync(2);
        _registry.Register(new RegisterNodeRequest("n2", "127.0.0.1", 8002));
        _registry.Lose("n1");
        await TickAsync(3);

        var history = _history.After(since: null);

        Assert.Equal([0, 10, 20], history.Times.Select(t => (t - history.Times[0]).TotalSeconds));
        Assert.Equal(["n1", "n2"], history.Nodes.Select(n => n.Id));
        Assert.Equal([0, 4, null], history.Nodes[0].ActiveDownloads);
        Assert.Equal([0, 1500, null], history.Nodes[0].BytesPerSecond);
        Assert.Equal([null, null, 0], history.Nodes[1].ActiveDownloads);
        Assert.Equal([1, 1, 1], history.Cluster.ActiveNodes);
        Assert.Equal([1, 1, 2], history.Cluster.KnownNodes);
        Assert.Equal(10, history.IntervalSeconds);
        Assert.Empty(history.Servers);
    }

    [Fact]
    public async Task Since_GivesOnlyWhatIsNewer()
    {
        await TickAsync(2);
        var seen = _history.After(since: null).Times[^1];
        Assert.Empty(_history.After(seen).Times);

        await TickAsync(3);
        var news = _history.After(seen);

        Assert.Equal([seen.AddSeconds(10)], news.Times);
        Assert.Equal([0], Assert.Single(news.Nodes).ActiveDownloads);
    }

    [Fact]
    public void History_ForgetsWhatIsOlderThanAnHour()
    {
        var start = _clock.GetUtcNow();
        for (var i = 1; i <= 500; i++)
        {
            _history.Add(new HistorySample(start.AddSeconds(10 * i), [new NodeSample(i <= 140 ? "old" : "new", i, 0)], 1, 1, []));
        }

        var history = _history.After(since: null);

        Assert.Equal(360, history.Times.Count);
        Assert.Equal(start.AddSeconds(10 * 141), history.Times[0]);
        Assert.Equal(Enumerable.Range(141, 360).Select(i => (int?)i), Assert.Single(history.Nodes).ActiveDownloads);
    }

    private async Task TickAsync(int samples)
    {
        await _clock.WhenArmedAsync();
        _clock.Advance(History.Interval);
        await SampledAsync(samples);
    }

    // The sampler runs on a thread of its own: its clock is ours, its steps are not.
    private Task SampledAsync(int samples) => Eventually.BecomesTrueAsync(
        () => _history.After(since: null).Times.Count == samples, TimeSpan.FromSeconds(30), $"{samples} samples are taken");
}
