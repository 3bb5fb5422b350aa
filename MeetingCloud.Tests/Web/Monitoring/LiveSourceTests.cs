using System.Diagnostics;
using System.Net;
using System.Threading.Channels;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Monitoring;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Web.Monitoring;

public sealed class LiveSourceTests : IDisposable
{
    private readonly FakeControlPlane _api = new() { Nodes = [Samples.Node("node-1")] };
    private readonly ManualTimeProvider _clock = new();
    private readonly ClusterMonitor _monitor;

    public LiveSourceTests() => _monitor = new ClusterMonitor(_api, _api, _clock, NullLogger<ClusterMonitor>.Instance);

    public void Dispose() => _monitor.Dispose();

    [Fact]
    public async Task View_FollowsTheControlPlane_WithinASecond()
    {
        using var page = new Page(_monitor);
        Assert.Equal("node-1", Assert.Single((await page.NextAsync()).Value!.Nodes).Id);

        _api.Nodes = [Samples.Node("node-1"), Samples.Node("node-2")];
        await TickAsync();

        Assert.Equal(2, (await page.NextAsync()).Value!.Nodes.Count);
    }

    [Fact]
    public async Task ControlPlane_IsAskedOnce_ForAnyNumberOfPages()
    {
        var pages = Enumerable.Range(0, 50).Select(_ => new Page(_monitor)).ToList();
        await pages[0].NextAsync();
        await _clock.WhenArmedAsync();
        var before = _api.Calls;

        await TickAsync();
        foreach (var page in pages)
        {
            await page.NextAsync();
        }

        Assert.Equal(before + 1, _api.Calls);
        pages.ForEach(page => page.Dispose());
    }

    [Fact]
    public async Task ControlPlane_IsLeftInPeace_WhenNoPageIsOpen()
    {
        using (var page = new Page(_monitor))
        {
            await page.NextAsync();
            await _clock.WhenArmedAsync();
        }

        _clock.Advance(TimeSpan.FromSeconds(1));
        var calls = _api.Calls;
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(calls, _api.Calls);

        using var again = new Page(_monitor);
        Assert.Null((await again.NextAsync()).Fault);
    }

    [Fact]
    public async Task View_KeepsTheLastAnswerAndSaysSince_WhenTheControlPlaneIsAway_AndRecovers()
    {
        using var page = new Page(_monitor);
        var answered = (await page.NextAsync()).Value;

        _api.Fault = new HttpRequestException(HttpRequestError.ConnectionError, "refused");
        await TickAsync();
        var away = await page.NextAsync();
        var since = _clock.GetUtcNow();
        await TickAsync();
        var still = await page.NextAsync();

        Assert.Same(answered, away.Value);
        Assert.Same(answered, still.Value);
        Assert.Equal(LiveFaultKind.Unreachable, still.Fault?.Kind);
        Assert.Equal(since, still.Fault?.Since);

        _api.Fault = null;
        await TickAsync();
        var back = await page.NextAsync();
        Assert.Null(back.Fault);
        Assert.Equal(_clock.GetUtcNow(), back.Value?.TakenAt);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, LiveFaultKind.KeyRefused)]
    [InlineData(HttpStatusCode.InternalServerError, LiveFaultKind.Error)]
    public async Task Fault_SaysWhatIsWrong(HttpStatusCode status, LiveFaultKind expected)
    {
        _api.Fault = new HttpRequestException("no", null, status);
        using var page = new Page(_monitor);

        Assert.Equal(expected, (await page.NextAsync()).Fault?.Kind);
    }

    [Fact]
    public async Task View_SaysThatThisSideIsWrong_WhenSomethingFailsThatNobodyForesaw()
    {
        using var page = new Page(_monitor);
        var answered = (await page.NextAsync()).Value;

        _api.Fault = new InvalidOperationException("a mistake");
        await TickAsync();
        var wrong = await page.NextAsync();
        Assert.Equal(LiveFaultKind.Own, wrong.Fault?.Kind);
        Assert.Same(answered, wrong.Value);

        _api.Fault = null;
        await TickAsync();
        Assert.Null((await page.NextAsync()).Fault);
    }

    [Fact]
    public async Task FirstRender_GetsFreshData_WithoutASubscription()
    {
        var view = await _monitor.Cluster.GetAsync(CancellationToken.None);

        Assert.Equal("node-1", Assert.Single(view.Value!.Nodes).Id);
    }

    [Fact]
    public async Task Question_IsNotPartOfTheFirstReadersRequest()
    {
        using var request = new Activity("GET /meetings");
        request.Start();
        var askedIn = new List<Activity?>();
        using var source = new LiveSource<string>(
            (_, _) =>
            {
                askedIn.Add(Activity.Current);
                return Task.FromResult("answer");
            },
            TimeSpan.FromSeconds(1),
            _clock,
            NullLogger.Instance);

        Assert.Equal("answer", (await source.GetAsync(CancellationToken.None)).Value);

        Assert.Same(request, Activity.Current);
        Assert.Equal([null], askedIn);
    }

    private async Task TickAsync()
    {
        await _clock.WhenArmedAsync();
        _clock.Advance(ClusterMonitor.Interval);
    }

    /// <summary>An open page: hears of every view.</summary>
    private sealed class Page : IDisposable
    {
        private readonly Channel<LiveView<ClusterSnapshot>> _views = Channel.CreateUnbounded<LiveView<ClusterSnapshot>>();
        private readonly IDisposable _subscription;

        public Page(ClusterMonitor monitor) => _subscription = monitor.Cluster.Subscribe(() => _views.Writer.TryWrite(monitor.Cluster.Current));

        public async Task<LiveView<ClusterSnapshot>> NextAsync() => await _views.Reader.ReadAsync().AsTask().WaitAsync(TestCluster.Patience);

        public void Dispose() => _subscription.Dispose();
    }
}
