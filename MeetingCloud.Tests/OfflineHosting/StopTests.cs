using MeetingCloud.OfflineHosting.Engine;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.OfflineHosting;

public sealed class StopTests
{
    private const string Notice = "downloads that are under way have up to 30 s. Ctrl+C again stops at once.";

    [Fact]
    public void Grace_OutlastsWhatAServiceTakesToEnd()
    {
        var service = ShutdownOptions.Read(new SettingsReader(new ConfigurationBuilder().Build()));

        Assert.True(Orchestrator.Grace > service.Delay + service.Timeout + ShutdownOptions.TidyUp);
    }

    [Fact]
    public async Task Stop_TellsWhatItWaitsFor_OnceItTakesLong()
    {
        var time = new ManualTimeProvider();
        await using var application = new TestApplication();
        application.Builder.Services.AddSingleton<TimeProvider>(time);
        application.AddScript("busy", "trap 'touch asked' TERM; touch ready; until [ -e done ]; do sleep 0.05; done");
        await application.StartAsync();
        await TestApplication.UntilAsync(() => application.Has("ready"));

        var stop = application.StopAsync();
        await TestApplication.UntilAsync(() => application.Has("asked"));
        Assert.DoesNotContain("Stopping", application.Console, StringComparison.Ordinal);

        await TestApplication.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return application.Console.Contains($"Stopping busy: {Notice}", StringComparison.Ordinal);
        });
        application.Touch("done");
        await stop;
    }
}
