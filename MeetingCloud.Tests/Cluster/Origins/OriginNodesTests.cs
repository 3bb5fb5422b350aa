using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>Nodes in front of a control plane whose files are on WebDAV servers.</summary>
public sealed class OriginNodesTests : IAsyncLifetime, IDisposable
{
    private readonly HttpClient _listener = new();

    private OriginCluster _origin = null!;

    public async Task InitializeAsync() => _origin = await OriginCluster.StartAsync(nodes: 2);

    public async Task DisposeAsync() => await _origin.DisposeAsync();

    public void Dispose() => _listener.Dispose();

    [Fact]
    public async Task FiftyListeners_CostTheOriginOneRead()
    {
        var audio = HttpExtensions.Bytes(2_000_000);
        var track = await _origin.Admin.CreateTrackAsync(audio);
        await _origin.RestartWithoutCacheAsync();
        await Support.Eventually.BecomesTrueAsync(
            async () => (await _origin.Cluster.ListNodesAsync()).Count(node => node.Status == NodeState.Active) == 2, TestCluster.Patience, "the nodes are back");

        var heard = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _listener.GetByteArrayAsync(track.Audio!.Url)));

        Assert.All(heard, bytes => Assert.Equal(audio, bytes));
        // Each instance of the control plane fetches it, at most.
        Assert.InRange(_origin.Servers.Sum(server => server.Count("GET")), 1, _origin.Cluster.Api.Instances.Count);
    }

    [Fact]
    public async Task Package_LeavesTheOriginOnce_HoweverManyNodesHoldIt()
    {
        var meeting = await _origin.Admin.CreateMeetingAsync(status: MeetingStatus.Draft);
        await _origin.UploadAsync(meeting.Id, 0, 10);
        await _origin.RestartWithoutCacheAsync();
        using (var published = await _origin.Admin.PutContractAsync(
            $"{Routes.Meetings}/{meeting.Id}", new MeetingRequest(meeting.Title, meeting.Time, Status: MeetingStatus.Active)))
        {
            Assert.True(published.IsSuccessStatusCode);
        }

        await _origin.Cluster.WaitUntilReadyAsync(meeting.Id, 2);
        Assert.InRange(_origin.Servers.Sum(server => server.Count("GET")), 10, 10 * _origin.Cluster.Api.Instances.Count);
    }
}
