using MeetingCloud.Web.Components;

namespace MeetingCloud.Tests.Web.Components;

public sealed class TextTests
{
    private static readonly Text s_text = English.Text();

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.00 KB")]
    [InlineData(999_499, "999 KB")]
    [InlineData(999_500, "1.00 MB")]
    [InlineData(12_340_000, "12.3 MB")]
    [InlineData(268_000_000, "268 MB")]
    [InlineData(9_990_000_000_000_000_000d, "9990 PB")]
    public void Bytes_HaveThreeSignificantDigits(double bytes, string expected) => Assert.Equal(expected, s_text.Bytes(bytes));

    [Theory]
    [InlineData(0.4, "just now")]
    [InlineData(-3, "just now")]
    [InlineData(59.9, "59 s ago")]
    [InlineData(60, "1 min ago")]
    [InlineData(7199, "1 h ago")]
    [InlineData(172_800, "2 d ago")]
    public void Age_IsInItsLargestUnit(double seconds, string expected) => Assert.Equal(expected, s_text.Ago(TimeSpan.FromSeconds(seconds)));
}
