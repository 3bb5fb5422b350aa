using MeetingCloud.Api.Nodes;
using MeetingCloud.Api.Nodes.Selection;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Api.Nodes;

public sealed class ManifestPeersTests
{
    [Fact]
    public void SilentNeighbour_IsNamed_WhileRedisIsAway_AsAttendeesAreSentToIt()
    {
        var clock = new ManualTimeProvider();
        var registry = new NodeRegistry(new NodeOptions(TimeSpan.FromSeconds(60), "score", TimeSpan.FromHours(6)), clock);
        var peers = new ManifestPeers(registry, clock);
        registry.Register(new RegisterNodeRequest("node-1", "127.0.0.1", 8001));
        registry.Register(new RegisterNodeRequest("node-2", "127.0.0.1", 8002));

        // Another instance may hear it.
        clock.Advance(TimeSpan.FromSeconds(55));
        registry.BePatient();
        clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(["node-2"], peers.Neighbours("node-1").Select(peer => peer.Id));

        clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(peers.Neighbours("node-1"));
    }
}
