using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Media;

/// <summary>A track that a bad peer gave first, and the control plane then gives slowly.</summary>
public sealed class MediaMismatchTests : IAsyncLifetime
{
    private readonly byte[] _audio = Bytes.Random(1_000_000);
    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FakeControlPlane _plane = null!;
    private FakeControlPlane _liar = null!;

    public async Task InitializeAsync()
    {
        _plane = await FakeControlPlane.StartAsync();
        _plane.SendBlob = async (context, bytes) =>
        {
            await context.Response.Body.WriteAsync(bytes[..500_000]);
            await context.Response.Body.FlushAsync();
            await _release.Task;
            await context.Response.Body.WriteAsync(bytes[500_000..]);
        };
        _liar = await FakeControlPlane.StartAsync();
        _liar.SendBlob = async (context, bytes) => await context.Response.Body.WriteAsync(new byte[bytes.Length]);
    }

    public async Task DisposeAsync()
    {
        _release.TrySetResult();
        await _liar.DisposeAsync();
        await _plane.DisposeAsync();
    }

    [Fact]
    public async Task Listener_GetsTheTrackAsItArrives_WhenABadPeerWasAskedFirst()
    {
        await using var node = await TestNode.StartAsync(_plane);
        var hash = _plane.AddBlob(_audio);
        _liar.AddBlob(_audio);
        var link = node.Sign(Routes.Blob(hash.ToString()), facts: new LinkFacts(_audio.Length, _liar.Url)) + "&name=a.mp3&type=audio%2Fmpeg";
        await Assert.ThrowsAnyAsync<Exception>(() => node.Client.GetByteArrayAsync(link).WaitAsync(TestCluster.Patience));
        await Eventually.BecomesTrueAsync(() => !_plane.BlobRequests.IsEmpty, TestCluster.Patience, "the control plane is asked");

        using var response = await node.Client.GetAsync(link, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TestCluster.Patience);
        var body = await response.Content.ReadAsStreamAsync();
        var got = new byte[_audio.Length];
        await body.ReadExactlyAsync(got.AsMemory(0, 400_000)).AsTask().WaitAsync(TestCluster.Patience);
        Assert.False(_release.Task.IsCompleted);
        _release.SetResult();
        await body.ReadExactlyAsync(got.AsMemory(400_000)).AsTask().WaitAsync(TestCluster.Patience);

        Assert.Equal(_audio, got);
        Assert.Single(_plane.BlobRequests);
    }
}
