using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Node.Peers;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Node.Sync;

/// <summary>A meeting that changes while a recording of it is fetched, which takes for ever.</summary>
public sealed class ChangeDuringFetchTests : IAsyncLifetime
{
    private readonly byte[] _recording = Bytes.Random(1_000_000);
    private readonly byte[] _paper = Bytes.Random(50_000, 2);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FakeControlPlane _plane = null!;
    private int _begun;
    private int _cutOff;

    private BlobHash Recording => BlobHash.Of(_recording);

    public async Task InitializeAsync()
    {
        _plane = await FakeControlPlane.StartAsync();
        _plane.SendBlob = async (context, bytes) =>
        {
            if (bytes.Length == _recording.Length)
            {
                await context.Response.Body.WriteAsync(bytes[..300_000]);
                await context.Response.Body.FlushAsync();
                Interlocked.Increment(ref _begun);
                await WhenReleasedAsync(context.RequestAborted);
                bytes = bytes[300_000..];
            }

            await context.Response.Body.WriteAsync(bytes);
        };
    }

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _plane.DisposeAsync();
    }

    [Fact]
    public async Task NewVersion_IsReady_ThoughTheOldOnesRecordingStillComes()
    {
        await using var node = await FetchAsync();

        _plane.Publish("m1", 2, ("paper", _paper));
        await node.HoldsAsync("m1", 2);

        await GivenUpAsync(node);
        Assert.Single(_plane.BlobRequests, request => request.Hash == BlobHash.Of(_paper).ToString());
    }

    [Fact]
    public async Task Recording_IsFetchedOnce_WhenBothVersionsNeedIt()
    {
        await using var node = await FetchAsync();
        _plane.Publish("m1", 2, ("paper", _paper), ("recording", _recording), ("more", [1]));
        await Eventually.BecomesTrueAsync(() => node.Store.TryGetSize(BlobHash.Of([1]), out _), TestCluster.Patience, "the new version is fetched");
        Assert.Equal(0, Volatile.Read(ref _cutOff));
        _release.SetResult();
        await node.HoldsAsync("m1", 2);

        Assert.Single(_plane.BlobRequests, request => request.Hash == Recording.ToString());
    }

    [Fact]
    public async Task ClosedMeeting_IsFetchedNoMore()
    {
        await using var node = await FetchAsync();

        _plane.Publish("m1", 2, MeetingStatus.Closed, ("paper", _paper), ("recording", _recording));

        await GivenUpAsync(node);
        await Eventually.BecomesTrueAsync(() => !node.Store.Enumerate().Any(), TestCluster.Patience, "what has come of it is deleted");
    }

    [Fact]
    public async Task DeletedMeeting_IsFetchedNoMore()
    {
        await using var node = await FetchAsync();

        _plane.Delete("m1");

        await GivenUpAsync(node);
        using var response = await node.GetPackageAsync("m1");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Closing_IsSeenByThePoll_ThoughNoEventToldOfIt()
    {
        await using var node = await FetchAsync();

        _plane.Change("m1", manifest => manifest with { Status = MeetingStatus.Closed, Version = 2 });

        await GivenUpAsync(node);
    }

    [Fact]
    public async Task Download_ThatReadsTheOldVersion_KeepsItsTransferAlive()
    {
        await using var node = await FetchAsync();
        using var response = await node.Client.GetAsync(node.Sign(Routes.Package("m1")), HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);

        _plane.Publish("m1", 2, ("paper", _paper));
        await node.HoldsAsync("m1", 2);
        _release.SetResult();

        var package = await response.Content.ReadAsByteArrayAsync().WaitAsync(TestCluster.Patience);
        Assert.True(package.AsSpan().IndexOf(_recording) > 0);
        Assert.Equal(0, Volatile.Read(ref _cutOff));
    }

    [Fact]
    public async Task MeetingThatChangesAllTheTime_BecomesReadyMeanwhile_AndItsRecordingIsFetchedOnce()
    {
        await using var node = await FetchAsync();
        using var enough = new CancellationTokenSource();
        var changing = ChangeAsync(node, enough.Token);

        await Eventually.BecomesTrueAsync(() => node.Store.TryGetSize(BlobHash.Of(BitConverter.GetBytes(5)), out _), TestCluster.Patience, "small files come meanwhile");
        Assert.Equal(0, Volatile.Read(ref _cutOff));
        _release.SetResult();
        await Eventually.BecomesTrueAsync(() => _plane.Held.Any(held => held.Id == "m1"), TestCluster.Patience, "some version is ready meanwhile");
        await enough.CancelAsync();
        var last = await changing;

        await node.HoldsAsync("m1", last);
        Assert.Single(_plane.BlobRequests, request => request.Hash == Recording.ToString());
    }

    /// <summary>Adds file after file, each as soon as the one before has come: no version is whole before it is an old one.</summary>
    private async Task<int> ChangeAsync(TestNode node, CancellationToken cancellationToken)
    {
        var files = new List<(string, byte[])> { ("paper", _paper), ("recording", _recording) };
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        var version = 1;
        do
        {
            version++;
            files.Add(($"{version}", BitConverter.GetBytes(version)));
            _plane.Publish("m1", version, [.. files]);
        }
        while (await HasComeAsync());

        return version;

        async Task<bool> HasComeAsync()
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                await timer.WaitForNextTickAsync(CancellationToken.None);
                if (node.Store.TryGetSize(BlobHash.Of(files[^1].Item2), out _))
                {
                    return true;
                }
            }

            return false;
        }
    }

    private async Task<TestNode> FetchAsync()
    {
        // That nothing comes for a while is no reason here to ask again.
        var node = await TestNode.StartAsync(_plane, services => services.Configure<TransferOptions>(
            BlobSourceClient.ControlPlaneClient, transfer => transfer.StallTimeout = TimeSpan.FromMinutes(5)));
        _plane.Publish("m1", 1, ("paper", _paper), ("recording", _recording));
        await Eventually.BecomesTrueAsync(
            () => Volatile.Read(ref _begun) == 1 && node.Store.TryGetSize(BlobHash.Of(_paper), out _), TestCluster.Patience, "the recording is on its way");
        return node;
    }

    private async Task GivenUpAsync(TestNode node)
    {
        await Eventually.BecomesTrueAsync(() => Volatile.Read(ref _cutOff) == 1, TestCluster.Patience, "the recording's transfer is ended");
        await Eventually.BecomesTrueAsync(() => !node.Store.EnumeratePartial().Any(), TestCluster.Patience, "what has come of it is deleted");
    }

    private async Task WhenReleasedAsync(CancellationToken aborted)
    {
        try
        {
            await _release.Task.WaitAsync(aborted);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cutOff);
            throw;
        }
    }
}
