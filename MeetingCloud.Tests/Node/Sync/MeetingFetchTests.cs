using MeetingCloud.Node.Sync;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Sync;

public sealed class MeetingFetchTests
{
    private readonly ManualTimeProvider _time = new();
    private readonly MeetingJob _job = new();

    [Fact]
    public void Fetch_IsEndedByAnotherVersion_ButNotInItsFirstSecond()
    {
        using var fetch = Begin(1);

        // However often it changes: the second does not begin anew.
        for (var version = 2; version < 10; version++)
        {
            _job.RunAgain(version);
            _time.Advance(TimeSpan.FromSeconds(0.1));
            Assert.False(fetch.Token.IsCancellationRequested);
        }

        _time.Advance(TimeSpan.FromSeconds(0.2));
        Assert.True(fetch.Token.IsCancellationRequested);
        Assert.True(fetch.IsSuperseded);
        Assert.True(_job.RunsAgain);
    }

    [Fact]
    public void Fetch_GoesOn_WhenItsOwnVersionIsHeardOf()
    {
        using var fetch = Begin(2);

        _job.RunAgain(2);
        _job.RunAgain();
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(fetch.IsSuperseded);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void Fetch_KnowsOfWhatWasHeard_WhileItsManifestWasAskedFor(long version, bool isSuperseded)
    {
        _job.RunAgain(version: null);
        _job.Begin();
        _job.RunAgain(2);
        using var fetch = Begin(version);

        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(isSuperseded, fetch.IsSuperseded);
    }

    [Fact]
    public void Fetch_IsEnded_WhenTheMeetingIsOver()
    {
        using var fetch = Begin(1);
        _time.Advance(TimeSpan.FromMinutes(1));

        _job.RunAgain(version: null);
        _time.Advance(TimeSpan.Zero);

        Assert.True(fetch.IsSuperseded);
    }

    private MeetingFetch Begin(long version) => new(_job, version, _time, CancellationToken.None);
}
