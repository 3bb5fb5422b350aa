using MeetingCloud.Contracts;
using MeetingCloud.Node.Peers;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Node.Support;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Node.Peers;

/// <summary>Nodes whose machine is switched off: who connects to them is not even refused.</summary>
public sealed class SilentNodeTests : IAsyncLifetime
{
    private const string Silent = "http://10.3.0.9:8001";

    private int _tried;
    private FakeControlPlane _plane = null!;

    public async Task InitializeAsync() => _plane = await FakeControlPlane.StartAsync();

    public async Task DisposeAsync() => await _plane.DisposeAsync();

    [Fact]
    public async Task Meeting_ComesFromTheNextSource_AndTheSilentNodeIsAskedOnce()
    {
        _plane.Peers = [new Peer("node-9", Silent)];
        await using var node = await StartNodeAsync();

        var files = Enumerable.Range(0, 8).Select(i => ($"{i}.pdf", Bytes.Random(1000, seed: i))).ToArray();
        _plane.Publish("m1", 1, files);

        await node.HoldsAsync("m1", 1);
        Assert.Equal(1, _tried);
    }

    [Fact]
    public async Task Track_ComesFromTheControlPlane_WhenTheNodeThatTheLinkNamesIsSilent()
    {
        await using var node = await StartNodeAsync();
        var audio = Bytes.Random(100_000);
        var hash = _plane.AddBlob(audio);

        var link = node.Sign(Routes.Blob(hash.ToString()), facts: new LinkFacts(audio.Length, Silent)) + "&name=a.mp3&type=audio%2Fmpeg";

        Assert.Equal(audio, await node.Client.GetByteArrayAsync(link));
        Assert.Equal(1, _tried);
    }

    private Task<TestNode> StartNodeAsync() => TestNode.StartAsync(_plane, services =>
    {
        // Time to ask it again never comes.
        services.AddSingleton(new ShunnedNodes(new ManualTimeProvider()));
        services.Configure<TransferOptions>(BlobSourceClient.NodesClient, options => options.ConnectTimeout = TimeSpan.FromSeconds(0.1));
        services.AddHttpClient(BlobSourceClient.NodesClient)
            .UseSocketsHttpHandler((handler, _) => handler.ConnectCallback = async (_, cancellation) =>
            {
                Interlocked.Increment(ref _tried);
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                return Stream.Null;
            });
    });
}
