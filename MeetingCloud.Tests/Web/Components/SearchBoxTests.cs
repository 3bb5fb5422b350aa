using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Components.Controls;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Web.Components;

/// <summary>A page that keeps what is searched for in its address, without blanks at the ends, and gives it back from there.</summary>
public sealed class SearchBoxTests : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(250);

    private readonly ManualTimeProvider _clock = new();
    private readonly TestCircuit _circuit;
    private string? _asked;

    public SearchBoxTests() => _circuit = new TestCircuit(services => services.AddSingleton<TimeProvider>(_clock));

    public ValueTask DisposeAsync() => _circuit.DisposeAsync();

    [Fact]
    public async Task Field_KeepsItsBlank_WhenTheAddressHasNone()
    {
        await ShowAsync(null);
        await TypeAsync("annual ");

        await ShowAsync("annual");

        Assert.Equal("annual ", Field);
    }

    [Fact]
    public async Task Field_KeepsWhatWasTypedSince_WhenTheAddressIsSlow()
    {
        await ShowAsync(null);
        await TypeAsync("a");
        await TypeAsync("an");
        var typing = _circuit.TypeAsync("type", "search", "ann");

        await ShowAsync("a");
        await ShowAsync("an");
        Assert.Equal("ann", Field);

        _clock.Advance(s_pause);
        await typing;
        Assert.Equal("ann", _asked);
    }

    [Fact]
    public async Task Field_ShowsWhatIsSearchedFor_WhenTheReaderGoesBackAndForth()
    {
        await ShowAsync(null);
        await TypeAsync("annual");
        await ShowAsync("annual");
        await TypeAsync("annual report");
        await ShowAsync("annual report");

        await ShowAsync("annual");
        Assert.Equal("annual", Field);
        await ShowAsync("annual report");
        Assert.Equal("annual report", Field);
        await ShowAsync(null);
        Assert.Equal("", Field);
    }

    [Fact]
    public async Task Field_FollowsTheAddress_WhenABlankAloneWasTypedBefore()
    {
        await ShowAsync("annual");
        await TypeAsync("annual ");
        await ShowAsync("annual");
        await ShowAsync(null);

        await ShowAsync("annual");

        Assert.Equal("annual", Field);
    }

    private string? Field => _circuit.FieldOf("type", "search");

    private async Task TypeAsync(string text)
    {
        var typing = _circuit.TypeAsync("type", "search", text);
        _clock.Advance(s_pause);
        await typing;
    }

    private Task ShowAsync(string? value) => _circuit.ShowAsync<SearchBox>(
        (nameof(SearchBox.Value), value),
        (nameof(SearchBox.ValueChanged), EventCallback.Factory.Create<string>(this, text => _asked = text)));
}
