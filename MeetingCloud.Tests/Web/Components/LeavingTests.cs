using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Browser;
using MeetingCloud.Web.Components;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Components.Pages;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;

namespace MeetingCloud.Tests.Web.Components;

/// <summary>Readers who are gone before the page is through with what it does.</summary>
public sealed class LeavingTests : IDisposable
{
    private readonly FakeControlPlane _api = new();
    private readonly ManualTimeProvider _clock = new(Samples.Now);
    private readonly DeskMonitor _desk;
    private readonly ClusterMonitor _cluster;
    private readonly ControlPlaneMonitor _controlPlane;
    private readonly SlowBrowser _browser = new();

    public LeavingTests()
    {
        _desk = new DeskMonitor(_api, _api, _clock, NullLogger<DeskMonitor>.Instance);
        _cluster = new ClusterMonitor(_api, _api, _clock, NullLogger<ClusterMonitor>.Instance);
        _controlPlane = new ControlPlaneMonitor(_api, _api, _clock, NullLogger<ControlPlaneMonitor>.Instance);
    }

    public void Dispose()
    {
        _desk.Dispose();
        _cluster.Dispose();
        _controlPlane.Dispose();
    }

    [Fact]
    public async Task Page_EndsQuietly_WhenTheReaderLeavesBeforeItsScriptHasCome()
    {
        await using var circuit = Circuit();
        await circuit.ShowAsync<Meetings>();

        await circuit.ClearAsync();
        await circuit.RunAsync(_browser.Deliver);

        Assert.Contains("zone", _browser.Calls);
        Assert.Empty(circuit.Faults);
    }

    [Fact]
    public async Task Node_IsForgotten_WhenItsCardGoesBeforeTheAdminHasAnswered()
    {
        var node = Samples.Node("node-3", NodeState.Lost);
        _api.Nodes = [node];
        await using var circuit = Circuit();
        await circuit.ShowAsync<NodeActions>((nameof(NodeActions.Node), node));
        var click = circuit.ClickAsync("aria-label", "Forget node-3");

        await circuit.ClearAsync();
        await circuit.AnswerAsync(true);
        await click;

        Assert.Empty(_api.Nodes);
        Assert.Empty(circuit.Faults);
    }

    private TestCircuit Circuit() => new(services => services
        .AddSingleton<IJSRuntime>(_browser)
        .AddSingleton<TimeProvider>(_clock)
        .AddSingleton(_desk)
        .AddSingleton(_cluster)
        .AddSingleton(_controlPlane)
        .AddSingleton<INodesClient>(_api)
        .AddScoped<Attempt>()
        .AddScoped<BrowserZone>());
}
