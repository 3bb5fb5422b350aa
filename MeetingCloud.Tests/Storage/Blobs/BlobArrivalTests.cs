using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Storage.Support;

namespace MeetingCloud.Tests.Storage.Blobs;

/// <summary>When a transfer that nobody needs any more ends, and when it does not.</summary>
public sealed class BlobArrivalTests : IDisposable
{
    private const int Half = 150_000;

    private readonly StoreFixture _fixture = new();
    private readonly byte[] _bytes = Bytes.Random(2 * Half);
    private readonly TaskCompletionSource _rest = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly BlobArrivals _arrivals;
    private int _begun;

    public BlobArrivalTests() => _arrivals = new BlobArrivals(_fixture.Store);

    private BlobHash Hash => BlobHash.Of(_bytes);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task TransferThatNobodyReads_EndsAtOnce_AndLeavesNothing()
    {
        var arrival = await JoinAsync();

        Assert.True(arrival.GiveUp());

        await Assert.ThrowsAsync<IOException>(() => arrival.Completion);
        Assert.Empty(_fixture.Store.EnumeratePartial());
        Assert.Null(_arrivals.Find(Hash));
    }

    [Fact]
    public async Task TransferThatSomebodyReads_EndsWithTheLastReader()
    {
        var arrival = await JoinAsync();
        var first = (await arrival.OpenReaderAsync(CancellationToken.None))!;
        var second = (await arrival.OpenReaderAsync(CancellationToken.None))!;

        Assert.False(arrival.GiveUp());
        first.Dispose();
        Assert.Equal(1, await second.ReadAsync(0, new byte[1], CancellationToken.None));
        Assert.False(arrival.Completion.IsCompleted);
        second.Dispose();

        await Assert.ThrowsAsync<IOException>(() => arrival.Completion);
        Assert.Empty(_fixture.Store.EnumeratePartial());
    }

    [Fact]
    public async Task TransferThatIsNeededAgain_GoesOn_WhenItsLastReaderLeaves()
    {
        var arrival = await JoinAsync();
        var reader = (await arrival.OpenReaderAsync(CancellationToken.None))!;
        arrival.GiveUp();

        Assert.Same(arrival, Join());
        reader.Dispose();
        _rest.SetResult();
        await arrival.Completion;

        Assert.Equal(1, _begun);
        Assert.Equal(_bytes, await _fixture.ReadAsync(Hash));
    }

    [Fact]
    public async Task TransferThatIsNeededAgainTooLate_IsFollowedByAnother()
    {
        var arrival = await JoinAsync();
        arrival.GiveUp();

        var next = Join();
        _rest.SetResult();
        await next.Completion;

        Assert.Equal(_bytes, await _fixture.ReadAsync(Hash));
        Assert.Null(_arrivals.Find(Hash));
    }

    [Fact]
    public async Task Blob_IsNotTransferredOnceMore_WhenItCameSinceTheCallerLookedForIt()
    {
        _rest.SetResult();
        await Join().Completion;

        var late = Join();
        Assert.Null(await late.OpenReaderAsync(CancellationToken.None));
        await late.Completion;

        Assert.Equal(1, _begun);
        Assert.Null(_arrivals.Find(Hash));
        Assert.Equal(_bytes, await _fixture.ReadAsync(Hash));
    }

    private BlobArrival Join() => _arrivals.Join(
        Hash,
        _bytes.Length,
        async (partial, cancellationToken) =>
        {
            Interlocked.Increment(ref _begun);
            if (partial.Arrived == 0)
            {
                await partial.AppendAsync(_bytes.AsMemory(0, Half), cancellationToken);
            }

            await _rest.Task.WaitAsync(cancellationToken);
            await partial.AppendAsync(_bytes.AsMemory(Half), cancellationToken);
        },
        () => { },
        CancellationToken.None,
        out _,
        isStored: () => _fixture.Store.TryGetSize(Hash, out _));

    /// <summary>A transfer whose first half has come.</summary>
    private async Task<BlobArrival> JoinAsync()
    {
        var arrival = Join();
        using var reader = (await arrival.OpenReaderAsync(CancellationToken.None))!;
        await reader.WaitAsync(Half - 1, CancellationToken.None);
        return arrival;
    }
}
