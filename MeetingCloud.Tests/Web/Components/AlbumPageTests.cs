using MeetingCloud.Contracts;
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

namespace MeetingCloud.Tests.Web.Components;

public sealed class AlbumPageTests
{
    [Fact]
    public async Task Head_ShowsTheCover_AndTheTableTheSizes()
    {
        var html = await RenderAsync();
        var text = VisibleText.Of(html);

        Assert.True(html.IndexOf("/artwork/cover?v=", StringComparison.Ordinal) < html.IndexOf("On the pier</bdi></h1>", StringComparison.Ordinal), html);
        Assert.Contains("On the pier Tidewater Ferries · 2026", text, StringComparison.Ordinal);
        Assert.Contains("Track Length Size Actions", text, StringComparison.Ordinal);
        Assert.Contains("0:03 96.0 KB", text, StringComparison.Ordinal);
    }

    private static async Task<string> RenderAsync()
    {
        var picture = new Artwork("", new string('c', 64), 1000, "image/png", Samples.Now);
        var api = new FakeControlPlane
        {
            Series = [new Series("s", "Sounds", null, 0, 1, new ArtworkSet(null, null), 1, Samples.Now, Samples.Now)],
            Albums = [new Album("a", "s", "On the pier", "Tidewater Ferries", null, 2026, 0, 1, new ArtworkSet(picture, null), 1, Samples.Now, Samples.Now)],
            Tracks =
            [
                new Track(
                    "t", "a", 1, "Harbour bell", null, 3, new TrackAudio("", new string('b', 64), 96_000, "audio/wav", Samples.Now), new ArtworkSet(null, null), 1, Samples.Now, Samples.Now),
            ],
        };
        var clock = new ManualTimeProvider(Samples.Now);
        using var desk = new DeskMonitor(api, api, clock, NullLogger<DeskMonitor>.Instance);
        await using var renderer = new ComponentRenderer(services => services
            .AddSingleton(desk)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IMediaClient>(api)
            .AddSingleton<CallFaults>()
            .AddScoped<ShelfEditor>()
            .AddScoped<SendsUnderWay>()
            .AddSingleton<AntiforgeryStateProvider, NoForms>()
            .AddSingleton(new PublicApi(new Uri("http://localhost:8000"))));
        return await renderer.RenderAsync<AlbumPage>((nameof(AlbumPage.Id), "a"));
    }

    private sealed class NoForms : AntiforgeryStateProvider
    {
        public override AntiforgeryRequestToken? GetAntiforgeryToken() => null;
    }
}
