using MeetingCloud.Api.Media;

namespace MeetingCloud.Tests.Api.Media;

public sealed class PeekedStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(64)]
    [InlineData(1000)]
    public async Task Stream_GivesAllBytes_ThoughItsFirstWereLookedAt(int length)
    {
        var bytes = Cluster.HttpExtensions.Bytes(length);
        await using var stream = await OpenAsync(bytes, max: 1000);
        Assert.Equal(bytes[..Math.Min(length, 64)], stream.Head.ToArray());
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        Assert.Equal(bytes, copy.ToArray());
    }

    [Fact]
    public async Task Stream_EndsWithTheError_WhenMoreComesThanItMayHave()
    {
        await using var stream = await OpenAsync(Cluster.HttpExtensions.Bytes(1001), max: 1000);
        await Assert.ThrowsAsync<InvalidDataException>(() => stream.CopyToAsync(Stream.Null));
    }

    private static Task<PeekedStream> OpenAsync(byte[] bytes, long max) => PeekedStream.OpenAsync(
        new MemoryStream(bytes), headLength: 64, (max, () => new InvalidDataException()), CancellationToken.None);
}
