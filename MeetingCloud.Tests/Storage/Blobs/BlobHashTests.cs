using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Storage.Blobs;

public sealed class BlobHashTests
{
    private const string Abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"; // FIPS 180-4, "abc"

    [Fact]
    public void Of_IsSha256() => Assert.Equal(Abc, BlobHash.Of("abc"u8).ToString());

    [Fact]
    public void TryParse_ReadsEitherCase_AndWritesLowerCase()
    {
        Assert.True(BlobHash.TryParse(Abc.ToUpperInvariant(), out var hash));
        Assert.Equal(Abc, hash.ToString());
        Assert.Equal(BlobHash.Parse(Abc), hash);
        Assert.NotEqual(BlobHash.Of("abd"u8), hash);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ba7816bf")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015a")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015adf")]
    [InlineData("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ag")]
    [InlineData("../816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")]
    public void TryParse_RefusesAnythingElse(string? text)
    {
        Assert.False(BlobHash.TryParse(text, out _));
        Assert.Throws<FormatException>(() => BlobHash.Parse(text.AsSpan()));
    }
}
