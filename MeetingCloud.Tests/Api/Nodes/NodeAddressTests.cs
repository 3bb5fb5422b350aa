using System.Net;
using MeetingCloud.Api.Nodes;

namespace MeetingCloud.Tests.Api.Nodes;

public class NodeAddressTests
{
    [Theory]
    [InlineData("203.0.113.7", "203.0.113.7", true)]
    [InlineData("::ffff:203.0.113.7", "203.0.113.7", true)]
    [InlineData("10.1.2.3", "10.200.0.1", true)]
    [InlineData("172.16.0.1", "172.31.255.1", true)]
    [InlineData("192.168.1.1", "192.168.77.1", true)]
    [InlineData("127.0.0.1", "127.0.0.9", true)]
    [InlineData("::1", "127.0.0.1", true)]
    [InlineData("fd00::1", "fd12::2", true)]
    [InlineData("203.0.113.7", "203.0.113.8", false)]
    [InlineData("203.0.113.7", "10.0.0.1", false)]
    [InlineData("10.0.0.1", "192.168.0.1", false)]
    [InlineData("172.32.0.1", "172.33.0.1", false)]
    [InlineData("127.0.0.1", "10.0.0.1", false)]
    public void Caller_MayRegisterItsOwnAddress_OrOneInTheSamePrivateNetwork(string caller, string claimed, bool allowed) =>
        Assert.Equal(allowed, NodeAddress.MaySpeakFor(IPAddress.Parse(caller), IPAddress.Parse(claimed)));
}
