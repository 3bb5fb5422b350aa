using System.Collections.Concurrent;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Components;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Web.Components;

public sealed class LivePageTests : IDisposable
{
    private readonly ManualTimeProvider _clock = new();

    private readonly LiveSource<string> _source;

    public LivePageTests() => _source = new LiveSource<string>((_, _) => Task.FromResult("news"), TimeSpan.FromSeconds(1), _clock, NullLogger.Instance);

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task Page_FailsForAllToSee_WhenItCannotShowWhatIsNew()
    {
        await using var circuit = new TestCircuit(services => services.AddSingleton<TimeProvider>(_clock).AddSingleton(_source));

        await circuit.ShowAsync<Following>();

        await Eventually.BecomesTrueAsync(() => circuit.Faults.Any(), TestCluster.Patience, "the circuit knows");
        Assert.Equal("news cannot be shown", circuit.Faults.First().Message);
    }

    [Fact]
    public async Task Page_KeepsWhatItShows_UntilWhatItTurnedToIsThere()
    {
        var answer = new TaskCompletionSource<string>();
        using var slow = new LiveSource<string>((_, _) => answer.Task, TimeSpan.FromSeconds(1), _clock, NullLogger.Instance);
        await using var circuit = new TestCircuit(services => services.AddSingleton<TimeProvider>(_clock));
        var shown = new ConcurrentQueue<string?>();
        await circuit.ShowAsync<Turning>((nameof(Turning.Source), _source), (nameof(Turning.Shown), shown));
        await Eventually.BecomesTrueAsync(() => circuit.Text == "news", TestCluster.Patience, "the first is shown");

        await circuit.ShowAsync<Turning>((nameof(Turning.Source), slow), (nameof(Turning.Shown), shown));
        await _clock.WhenArmedAsync(2);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("news", circuit.Text);

        answer.SetResult("more news");
        await Eventually.BecomesTrueAsync(() => circuit.Text == "more news", TestCluster.Patience, "the second is shown");
        Assert.DoesNotContain(null, shown);
    }

    private sealed class Turning : LivePage
    {
        [Parameter]
        public LiveSource<string> Source { get; set; } = null!;

        [Parameter]
        public ConcurrentQueue<string?> Shown { get; set; } = null!;

        protected override Task OnParametersSetAsync() => TurnToAsync(Source, view => Shown.Enqueue(view.Value));

        protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddContent(0, Shown.LastOrDefault());
    }

    private sealed class Following(LiveSource<string> source) : LivePage
    {
        protected override void OnInitialized() => Follow(source, () => throw new InvalidOperationException($"{source.Current.Value} cannot be shown"));
    }
}
