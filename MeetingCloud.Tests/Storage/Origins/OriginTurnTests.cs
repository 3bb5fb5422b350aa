using MeetingCloud.Storage.Origins;
using MeetingCloud.Tests.Storage.Origins.Support;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Storage.Origins;

/// <summary>Which server's turn a request takes. No request is sent.</summary>
public sealed class OriginTurnTests
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Turn_IsAtTheFirstServerWithRoom()
    {
        await using var fixture = NewFixture();
        using var first = await TakeAsync(fixture);
        using var second = await TakeAsync(fixture);

        Assert.Equal(["server1", "server2"], [first.Server.Id, second.Server.Id]);
    }

    [Fact]
    public async Task Turn_IsAtTheQueueThatMovesFirst_WhenNoneHasRoom_AndTheOthersForgetIt()
    {
        await using var fixture = NewFixture();
        var held = new List<OriginTurn>();
        for (var i = 0; i < 3; i++)
        {
            held.Add(await TakeAsync(fixture));
        }

        var waiting = TakeAsync(fixture);
        Assert.All(fixture.Servers, server => Assert.Equal(1, server.Limiter.Waiting));
        held[1].Dispose();

        using var turn = await waiting;
        Assert.Equal("server2", turn.Server.Id);
        Assert.All(fixture.Servers, server => Assert.Equal((1, 0), (server.Limiter.InUse, server.Limiter.Waiting)));
    }

    [Fact]
    public async Task SecondTurn_IsGivenBack_WhenSeveralComeAtOnce()
    {
        await using var fixture = NewFixture();
        for (var round = 0; round < 50; round++)
        {
            var held = new List<OriginTurn>();
            for (var i = 0; i < 3; i++)
            {
                held.Add(await TakeAsync(fixture));
            }

            var waiting = TakeAsync(fixture);
            held.ForEach(turn => turn.Dispose());
            (await waiting).Dispose();

            await Eventually.BecomesTrueAsync(
                () => fixture.Servers.All(server => server.Limiter.InUse == 0), s_limit, "all turns are given back");
            Assert.All(fixture.Servers, server => Assert.Equal((0, 0), (server.Limiter.InUse, server.Limiter.Waiting)));
        }
    }

    [Fact]
    public async Task Turn_IsAtAnotherServer_WhenTheOneThatSeemedFreeGivesNone()
    {
        await using var fixture = NewFixture(requestsPerWindow: 5);
        // Half of the budget is for such work: there is room, but not for it.
        for (var i = 0; i < 2; i++)
        {
            (await TakeAsync(fixture, OriginPriority.Migration)).Dispose();
        }

        Assert.True(fixture.Servers[0].Limiter.HasRoom);
        using var turn = await fixture.RunAsync(TakeAsync(fixture, OriginPriority.Migration));

        Assert.Equal("server2", turn.Server.Id);
    }

    [Fact]
    public async Task Wait_EndsWithItsToken_AndLeavesNoPlaceInAnyQueue()
    {
        await using var fixture = NewFixture();
        for (var i = 0; i < 3; i++)
        {
            await TakeAsync(fixture);
        }

        using var cancellation = new CancellationTokenSource();
        var waiting = OriginTurn.TakeAsync(fixture.Servers, OriginPriority.Upload, cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.WaitAsync(s_limit));
        Assert.All(fixture.Servers, server => Assert.Equal(0, server.Limiter.Waiting));
    }

    private static PoolFixture NewFixture(int? requestsPerWindow = null) =>
        new(3, (server, _) => server with { MaxConcurrent = 1, RequestsPerWindow = requestsPerWindow });

    private static Task<OriginTurn> TakeAsync(PoolFixture fixture, OriginPriority priority = OriginPriority.Upload) =>
        OriginTurn.TakeAsync(fixture.Servers, priority, CancellationToken.None).WaitAsync(s_limit);
}
