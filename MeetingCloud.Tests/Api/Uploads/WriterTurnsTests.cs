using MeetingCloud.Api.Uploads;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Api.Uploads;

public sealed class WriterTurnsTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly WriterTurns _turns;

    public WriterTurnsTests() => _turns = new WriterTurns(_time);

    public void Dispose() => _turns.Dispose();

    [Fact]
    public async Task SecondWriter_IsSentAway_WhileTheFirstIsHeardOf()
    {
        using var first = await TakeAsync();
        var second = _turns.TakeAsync(always: false, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(1));
        first!.Heard();
        _time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.Null(await second);
        Assert.False(first.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task SecondWriter_TakesOver_WhenTheFirstIsSilentAndGivesWay()
    {
        var first = (await TakeAsync())!;
        var second = _turns.TakeAsync(always: false, CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(2.5));
        await Eventually.BecomesTrueAsync(() => first.IsTakenAway && first.Token.IsCancellationRequested, TestCluster.Patience, "the first is told to stop");
        Assert.False(second.IsCompleted);
        first.Dispose();
        using var turn = await second;
        Assert.False(turn!.IsTakenAway);
    }

    [Fact]
    public async Task Turn_IsTakenFromAWriterAtWork_WhenTheUploadEnds()
    {
        var first = (await TakeAsync())!;
        var end = _turns.TakeAsync(always: true, CancellationToken.None);
        first.Heard();
        await Eventually.BecomesTrueAsync(
            () =>
            {
                // Its wait is of no time at all, and needs the clock to move to end.
                _time.Advance(TimeSpan.Zero);
                return first.IsTakenAway;
            },
            TestCluster.Patience,
            "the writer is told to stop");
        first.Dispose();
        using var turn = await end;
        Assert.NotNull(turn);
    }

    private Task<WriterTurn?> TakeAsync() => _turns.TakeAsync(always: false, CancellationToken.None);
}
