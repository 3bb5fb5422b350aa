using System.Net;
using FsCheck;
using FsCheck.Fluent;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Tests.ServiceDefaults.Networks;

public sealed class NetworkSetTests
{
    [Fact]
    public void LongestPrefix_IsThatOfTheSmallestNetworkWithTheAddress()
    {
        var networks = Parse("10.3.0.0/16", "10.3.7.0/24", "fd00:3::/48", "0.0.0.0/0");
        Assert.Equal(24, networks.LongestPrefix(IPAddress.Parse("10.3.7.9")));
        Assert.Equal(16, networks.LongestPrefix(IPAddress.Parse("10.3.8.9")));
        Assert.Equal(0, networks.LongestPrefix(IPAddress.Parse("10.4.0.1")));
        Assert.Equal(48, networks.LongestPrefix(IPAddress.Parse("fd00:3::7")));
        Assert.Null(networks.LongestPrefix(IPAddress.Parse("fd00:4::7")));
        // As a server that listens on both sees a caller of IPv4.
        Assert.Equal(24, networks.LongestPrefix(IPAddress.Parse("::ffff:10.3.7.9")));
        Assert.Null(NetworkSet.Empty.LongestPrefix(IPAddress.Loopback));
    }

    [Fact]
    public void LongestPrefix_IsWhatTheBitsSay()
    {
        var bytes = ArbMap.Default.GeneratorFor<byte>();
        var cases =
            from address in bytes.ArrayOf(4)
            from networks in (from start in bytes.ArrayOf(4)
                              from near in ArbMap.Default.GeneratorFor<bool>()
                              from length in Gen.Choose(0, 32)
                              select Network(near ? address : start, length)).ListOf()
            select (Address: new IPAddress(address), Networks: networks.Take(NetworkSet.Most).ToList());
        Prop.ForAll(Arb.From(cases), given =>
        {
            var expected = given.Networks
                .Where(network => network.Length == CommonBits(network.Start, given.Address, network.Length))
                .Select(network => (int?)network.Length)
                .Max();
            return Parse([.. given.Networks.Select(network => $"{network.Start}/{network.Length}")]).LongestPrefix(given.Address) == expected;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Sets_AreEqual_WhateverOrderAndDoubles()
    {
        Assert.Equal(Parse("10.3.0.0/16", "fd00:3::/48"), Parse("FD00:3:0::/48", "10.3.0.0/16", "10.3.0.0/16"));
        Assert.NotEqual(Parse("10.3.0.0/16"), Parse("10.3.0.0/16", "fd00:3::/48"));
        Assert.Equal(["10.3.0.7/32"], Parse("10.3.0.7").Names);
    }

    [Theory]
    [InlineData("")]
    [InlineData("site-3")]
    [InlineData("10.3")]
    [InlineData("10.3/16")]
    [InlineData("[fd00:3::]/48")]
    [InlineData("fe80::1%2")]
    [InlineData("10.3.0.0/33")]
    [InlineData("10.3.0.0/-1")]
    [InlineData("10.3.0.0/16/16")]
    [InlineData("10.3.0.0/255.255.0.0")]
    [InlineData("::ffff:10.3.0.0/112")]
    public void Text_ThatIsNoNetwork_IsNamed(string text)
    {
        NetworkSet.Parse(["10.4.0.0/16", text], out var errors);
        Assert.StartsWith($"'{text}' is not a network", Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Text_WithBitsBehindThePrefix_IsToldWhereItsNetworkBegins()
    {
        NetworkSet.Parse(["10.3.7.9/16"], out var errors);
        Assert.EndsWith("its network begins at 10.3.0.0", Assert.Single(errors), StringComparison.Ordinal);
    }

    private static NetworkSet Parse(params string[] texts)
    {
        var networks = NetworkSet.Parse(texts, out var errors);
        Assert.Empty(errors);
        return networks;
    }

    private static (IPAddress Start, int Length) Network(byte[] bytes, int length)
    {
        var value = ToUInt32(bytes) & (length == 0 ? 0 : uint.MaxValue << (32 - length));
        return (new IPAddress([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]), length);
    }

    private static int CommonBits(IPAddress one, IPAddress other, int most) => Math.Min(
        most, System.Numerics.BitOperations.LeadingZeroCount(ToUInt32(one.GetAddressBytes()) ^ ToUInt32(other.GetAddressBytes())));

    private static uint ToUInt32(byte[] bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes);
}
