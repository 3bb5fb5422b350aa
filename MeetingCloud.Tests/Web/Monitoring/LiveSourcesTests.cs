using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Monitoring;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Web.Monitoring;

public sealed class LiveSourcesTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new(Samples.Now);
    private readonly LiveSources<string, string> _sources;

    public LiveSourcesTests() => _sources = new LiveSources<string, string>(
        (key, _, _) => Task.FromResult(key), TimeSpan.FromSeconds(1), _clock, NullLogger.Instance);

    public void Dispose() => _sources.Dispose();

    [Fact]
    public void Source_IsShared_ByAllWhoLookAtTheSame()
    {
        Assert.Same(_sources["m"], _sources["m"]);
        Assert.NotSame(_sources["m"], _sources["n"]);
    }

    [Fact]
    public void Source_IsForgotten_WhenNobodyHasAskedForItInAMinute()
    {
        _ = _sources["m"];
        _clock.Advance(TimeSpan.FromMinutes(2));

        _ = _sources["n"];

        Assert.Equal(1, _sources.Count);
    }

    [Fact]
    public void EventsOfANode_AreForgotten_WhenNobodyHasLookedAtItForAWhile()
    {
        using var monitor = new ControlPlaneMonitor(new FakeControlPlane(), new FakeControlPlane(), _clock, NullLogger<ControlPlaneMonitor>.Instance);
        var before = monitor.EventsOf("node-1");
        _clock.Advance(TimeSpan.FromMinutes(2));
        _ = monitor.EventsOf("node-2");

        Assert.NotSame(before, monitor.EventsOf("node-1"));
    }

    [Fact]
    public void Source_IsKept_WhileAPageShowsIt()
    {
        var source = _sources["m"];
        using var page = source.Subscribe(() => { });
        _clock.Advance(TimeSpan.FromMinutes(2));

        Assert.Same(source, _sources["m"]);
    }
}
