using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Tests.ServiceDefaults.Serving;

public class RangeSetTests
{
    private const long Total = 1000;

    [Theory]
    [InlineData("bytes=0-0", 0, 1)]
    [InlineData("bytes=0-499", 0, 500)]
    [InlineData("bytes=500-", 500, 500)]
    [InlineData("bytes=-1", 999, 1)]
    [InlineData("bytes=-5000", 0, 1000)]
    [InlineData("bytes=999-100000000000000000000", 999, 1)]
    [InlineData("BYTES= 10-19 ,", 10, 10)]
    public void Range_IsRead_WhenItIsGood(string header, long offset, long length) =>
        Assert.Equal([new ByteRange(offset, length)], RangeSet.Parse(header, Total));

    [Theory]
    [InlineData("items=0-1")]
    [InlineData("0-1")]
    [InlineData("")]
    public void Range_IsIgnored_WhenItsUnitIsUnknown(string header) => Assert.Null(RangeSet.Parse(header, Total));

    [Theory]
    [InlineData("bytes=1000-")]
    [InlineData("bytes=-0")]
    [InlineData("bytes=9-5")]
    [InlineData("bytes=a-b")]
    [InlineData("bytes=5")]
    [InlineData("bytes=-")]
    [InlineData("bytes=+1-2")]
    [InlineData("bytes=0-1,x")]
    [InlineData("bytes=")]
    public void Range_IsRefused_WhenItIsMalformedOrOutside(string header) => Assert.Empty(RangeSet.Parse(header, Total)!);

    [Fact]
    public void Ranges_KeepTheirOrder_AndNeighboursAreJoined()
    {
        Assert.Equal(
            [new ByteRange(900, 100), new ByteRange(0, 20)],
            RangeSet.Parse("bytes=900-949,0-9,10-19,950-999,5000-", Total));
    }

    [Fact]
    public void Ranges_AreRefused_WhenTheyAreTooMany()
    {
        var many = string.Join(',', Enumerable.Range(0, RangeSet.MaxRanges + 1).Select(i => $"{i * 3}-{i * 3}"));
        Assert.Empty(RangeSet.Parse($"bytes={many}", Total)!);
    }

    [Fact]
    public void Range_OfNothing_IsRefused() => Assert.Empty(RangeSet.Parse("bytes=0-", 0)!);
}
