using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web;
using MeetingCloud.Web.Components;
using MeetingCloud.Web.Components.Pages;
using MeetingCloud.Web.Components.Shelves;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components.Forms;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;

namespace MeetingCloud.Tests.Web.Components;

public sealed class AlbumPageTests : IDisposable
{
    private static readonly Artwork s_picture = new("", new string('c', 64), 1000, "image/png", Samples.Now);

    private readonly FakeControlPlane _api = new()
    {
        Series = [new Series("s", "Sounds", null, 0, 1, new ArtworkSet(null, null), 1, Samples.Now, Samples.Now)],
        Albums = [new Album("a", "s", "On the pier", "Tidewater Ferries", null, 2026, 0, 1, new ArtworkSet(s_picture, null), 1, Samples.Now, Samples.Now)],
        Tracks =
        [
            new Track(
                "t", "a", 1, "Harbour bell", null, 3, new TrackAudio("", new string('b', 64), 96_000, "audio/wav", Samples.Now), new ArtworkSet(null, null), 1, Samples.Now, Samples.Now),
        ],
    };

    private readonly ManualTimeProvider _clock = new(Samples.Now);
    private readonly DeskMonitor _desk;

    public AlbumPageTests() => _desk = new DeskMonitor(_api, _api, _clock, NullLogger<DeskMonitor>.Instance);

    public void Dispose() => _desk.Dispose();

    [Fact]
    public async Task Head_ShowsTheCover_AndTheTableTheSizes()
    {
        await using var renderer = new ComponentRenderer(services => Add(services));
        var html = await renderer.RenderAsync<AlbumPage>((nameof(AlbumPage.Id), "a"));
        var text = VisibleText.Of(html);

        Assert.True(html.IndexOf("/artwork/cover?v=", StringComparison.Ordinal) < html.IndexOf("On the pier</bdi></h1>", StringComparison.Ordinal), html);
        Assert.Contains("On the pier Tidewater Ferries · 2026", text, StringComparison.Ordinal);
        Assert.Contains("Track Length Size Actions", text, StringComparison.Ordinal);
        Assert.Contains("0:03 96.0 KB", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Player_SaysNoMoreThatItFailed_WhenTheTrackIsPlayedAgain()
    {
        const string fault = "The audio cannot be played now.";
        await using var circuit = new TestCircuit(services => Add(services).AddSingleton<IJSRuntime, SlowBrowser>());
        await circuit.ShowAsync<AlbumPage>((nameof(AlbumPage.Id), "a"));
        await Eventually.BecomesTrueAsync(() => circuit.Text.Contains("Harbour bell", StringComparison.Ordinal), TestCluster.Patience, "the album is shown");
        await circuit.ClickAsync("aria-label", "Play: Harbour bell");

        await circuit.FailAsync("aria-label", "Player: Harbour bell");
        Assert.Contains(fault, circuit.Text, StringComparison.Ordinal);

        await circuit.ClickAsync("aria-label", "Play: Harbour bell");
        Assert.DoesNotContain(fault, circuit.Text, StringComparison.Ordinal);
    }

    private IServiceCollection Add(IServiceCollection services) => services
        .AddSingleton(_desk)
        .AddSingleton<TimeProvider>(_clock)
        .AddSingleton<IMediaClient>(_api)
        .AddSingleton<CallFaults>()
        .AddScoped<ShelfEditor>()
        .AddScoped<SendsUnderWay>()
        .AddSingleton<AntiforgeryStateProvider, NoForms>()
        .AddSingleton(new PublicApi(new Uri("http://localhost:8000")));

    private sealed class NoForms : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
