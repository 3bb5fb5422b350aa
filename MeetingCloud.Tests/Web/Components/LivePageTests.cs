using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Components;
using MeetingCloud.Web.Monitoring;
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

    private sealed class Following(LiveSource<string> source) : LivePage
    {
        protected override void OnInitialized() => Follow(source, () => throw new InvalidOperationException($"{source.Current.Value} cannot be shown"));
    }
}
