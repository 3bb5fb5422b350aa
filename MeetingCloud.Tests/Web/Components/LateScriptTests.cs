using MeetingCloud.Tests.Cluster;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Components.Shelves;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.JSInterop;

namespace MeetingCloud.Tests.Web.Components;

/// <summary>Scripts that come when what they are for has gone: in a browser they would fail, and the circuit with them.</summary>
public sealed class LateScriptTests
{
    private readonly SlowBrowser _browser = new();

    [Fact]
    public async Task DragArea_LeavesItsScriptAlone_WhenItHasGoneBefore()
    {
        await using var circuit = Circuit();
        await circuit.ShowAsync<DragArea>((nameof(DragArea.OnDrop), EventCallback<Dropped>.Empty));

        await circuit.ClearAsync();
        await circuit.RunAsync(_browser.Deliver);

        Assert.Empty(_browser.Calls);
        Assert.Empty(circuit.Faults);
    }

    [Fact]
    public async Task SendButton_LeavesItsScriptAlone_WhenItHasGoneBefore()
    {
        await using var circuit = Circuit();
        await ShowButtonAsync(circuit);

        await circuit.ClearAsync();
        await circuit.RunAsync(_browser.Deliver);

        Assert.Empty(_browser.Calls);
        Assert.Empty(circuit.Faults);
    }

    [Fact]
    public async Task SendButton_OpensTheBrowsersDialog_WhenItsScriptHasCome()
    {
        await using var circuit = Circuit();
        await ShowButtonAsync(circuit);

        await circuit.RunAsync(_browser.Deliver);
        await circuit.ClickAsync("aria-label", "Upload");

        Assert.Equal(["attach", "open"], _browser.Calls);
        Assert.Empty(circuit.Faults);
    }

    [Fact]
    public async Task SendButton_OpensTheBrowsersDialog_WhenItWasClickedBeforeItsScriptCame()
    {
        await using var circuit = Circuit();
        await ShowButtonAsync(circuit);

        var click = circuit.ClickAsync("aria-label", "Upload");
        Assert.Empty(_browser.Calls);
        await circuit.RunAsync(_browser.Deliver);
        await click;

        Assert.Equal(["attach", "open"], _browser.Calls);
        Assert.Empty(circuit.Faults);
    }

    [Fact]
    public async Task SendButton_KeepsNoClickWaiting_WhenItHasGoneBeforeItsScriptCame()
    {
        await using var circuit = Circuit();
        await ShowButtonAsync(circuit);

        var click = circuit.ClickAsync("aria-label", "Upload");
        await circuit.ClearAsync();
        await click.WaitAsync(TestCluster.Patience);

        Assert.Empty(_browser.Calls);
        Assert.Empty(circuit.Faults);
    }

    private static Task ShowButtonAsync(TestCircuit circuit) => circuit.ShowAsync<SendButton>(
        (nameof(SendButton.Label), "Upload"), (nameof(SendButton.Accept), "image/png"), (nameof(SendButton.Address), (Func<string>)(() => "relay")));

    private TestCircuit Circuit() => new(services => services
        .AddSingleton<IJSRuntime>(_browser)
        .AddScoped<SendsUnderWay>()
        .AddSingleton<AntiforgeryStateProvider, NoForms>());

    private sealed class NoForms : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
