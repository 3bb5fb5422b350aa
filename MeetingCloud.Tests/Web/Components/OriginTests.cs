using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.Components.Pages;
using MeetingCloud.Web.Monitoring;

namespace MeetingCloud.Tests.Web.Components;

public sealed class OriginTests : IDisposable
{
    private readonly MonitorPages _pages = new();

    public void Dispose() => _pages.Dispose();

    [Fact]
    public async Task Page_IsTheDrawingOfTheRequirement_TotalAndACardForEachServer()
    {
        _pages.Api.Pool = Samples.Pool(
            Samples.Server("server1"),
            Samples.Server("server2", "throttled", "503 BlockedTemporarily"),
            Samples.Server("server3") with { Enabled = false, State = "slow", Budget = null, Storage = null });
        _pages.Api.Stats = Samples.Stats(new WebdavFiles(20, 17, 2, 1, 0, 0), "server1", "server2", "server3");

        var html = await _pages.RenderAsync<Origin>();
        var text = VisibleText.Of(html);

        Assert.Contains("Total concurrency 36 of 20 (180 %)", text, StringComparison.Ordinal);
        Assert.Contains("server1 Nutstore user1@example.com · dav.example.com/server1 Healthy On", text, StringComparison.Ordinal);
        Assert.Contains("Concurrency 12 of 20 Storage 2.50 GB of 5.00 GB (50 %) Budget 412 of 600 requests left; each comes back after 30 min Latency 45 ms Queue 0", text, StringComparison.Ordinal);
        Assert.Contains("Paused On", text, StringComparison.Ordinal);
        Assert.Contains("It wants fewer requests for a while 503 BlockedTemporarily For 3 min. It is tried again in 25 s.", text.Replace("<strong>", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Slow Off", text, StringComparison.Ordinal);
        Assert.Contains("Storage: the server does not say", text, StringComparison.Ordinal);
        Assert.Contains("role=\"switch\" class=\"switch\" aria-checked=\"false\" aria-label=\"server3 takes new files\"", html, StringComparison.Ordinal);
        Assert.Contains("With fewer copies 2 Not in the pool yet 1", text, StringComparison.Ordinal);
        Assert.Contains("server2 30 10 20 1.00 MB 2.00 MB 3 10 / 20 / 30 ms 7 1.00 MB", text, StringComparison.Ordinal);
        Assert.Contains("title=\"throttled: 3\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SaysWhatToSet_WhenThereIsNoPool()
    {
        var text = VisibleText.Of(await _pages.RenderAsync<Origin>());

        Assert.Contains("There is no pool: files are on the control plane's own disk", text, StringComparison.Ordinal);
        Assert.Contains("WEBDAV_URL_n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Migrations", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_SaysThatTheCopiesWereNotCounted_WhenTheStatisticsDoNotCome()
    {
        _pages.Api.Pool = Samples.Pool(Samples.Server("server1"));
        _pages.Api.StatsGate = Task.FromException(new HttpRequestException("no answer"));

        var text = VisibleText.Of(await _pages.RenderAsync<Origin>());

        Assert.Contains("Copies The control plane has not counted them in time.", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_LetsNoSecondMigrationBegin_WhileOneIsUnderWay()
    {
        _pages.Api.Pool = Samples.Pool(Samples.Server("server1"));
        _pages.Api.Migrations = [Samples.Migration("now", MigrationState.Running, done: 30), Samples.Migration("before", MigrationState.Completed, done: 60)];

        var text = VisibleText.Of(await _pages.RenderAsync<Origin>());

        Assert.Contains("One migration is under way.", text, StringComparison.Ordinal);
        Assert.Contains("Running 30 of 60 steps 40 1.50 GB 0", text, StringComparison.Ordinal);
        Assert.Contains("Completed 60 of 60 steps", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_ShowsProgressPlanAndFailures()
    {
        _pages.Api.Migrations =
        [
            Samples.Migration("m", MigrationState.Failed, 59, new MigrationFailure(new string('a', 64), "server3", "507 Insufficient Storage")),
        ];

        var html = await _pages.RenderAsync<MigrationView>(("Id", "m"));
        var text = VisibleText.Of(html);

        Assert.Contains("Ended, some files could not be moved", text, StringComparison.Ordinal);
        Assert.Contains("60 of 60 steps Done 59 Not needed any more 0 Failed 1 Copied 2.95 GB of 3.00 GB", text, StringComparison.Ordinal);
        Assert.Contains("Took 5 min", text, StringComparison.Ordinal);
        Assert.Contains("server3 50 3.00 GB 10 1.00 MB 240", text, StringComparison.Ordinal);
        Assert.Contains("aaaaaaaaaaaa… server3 507 Insufficient Storage", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Cancel the migration", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_CanBeCancelled_WhileItRuns()
    {
        _pages.Api.Migrations = [Samples.Migration("m", MigrationState.Running, done: 15)];

        var html = await _pages.RenderAsync<MigrationView>(("Id", "m"));

        Assert.Contains("Cancel the migration", html, StringComparison.Ordinal);
        Assert.Contains("aria-valuenow=\"25\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Migration_ThatNobodyKnows_IsSaidToBeNone() =>
        Assert.Contains("There is no such migration.", await _pages.RenderAsync<MigrationView>(("Id", "m")), StringComparison.Ordinal);

    [Fact]
    public async Task Migration_IsAskedForAgain_WhenTheControlPlaneIsBack()
    {
        _pages.Api.Fault = new HttpRequestException("no answer");
        await using var window = _pages.Open();
        await window.ShowAsync<MigrationView>(("Id", "m"));
        await Eventually.BecomesTrueAsync(() => window.Text.Contains("is out of reach", StringComparison.Ordinal), TestCluster.Patience, "the outage shows");

        _pages.Api.Fault = null;
        await _pages.Clock.WhenArmedAsync();
        _pages.Clock.Advance(ClusterMonitor.Interval);

        await Eventually.BecomesTrueAsync(
            () => window.Text.Contains("There is no such migration.", StringComparison.Ordinal), TestCluster.Patience, "it was asked for again");
    }
}
