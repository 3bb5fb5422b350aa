using MeetingCloud.Web.Browser;

namespace MeetingCloud.Tests.Web.Browser;

public sealed class ZonedTimeTests
{
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-07-01T09:30", "2026-07-01T07:30:00+00:00")]
    [InlineData("2026-12-01T09:30", "2026-12-01T08:30:00+00:00")]
    [InlineData("2026-10-25T02:30", "2026-10-25T00:30:00+00:00")]
    [InlineData("2026-07-01T09:30:15", "2026-07-01T07:30:15+00:00")]
    public void LocalTime_IsReadInTheReadersZone(string text, string expected) =>
        Assert.Equal(DateTimeOffset.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), ZonedTime.Parse(text, s_berlin));

    [Theory]
    [InlineData("2026-03-29T02:30")]
    [InlineData("2026-02-30T09:00")]
    [InlineData("0001-01-01T00:00")]
    [InlineData("tomorrow")]
    [InlineData("")]
    [InlineData(null)]
    public void LocalTime_IsRefused_WhenTheZonesClocksNeverShowIt(string? text) => Assert.Null(ZonedTime.Parse(text, s_berlin));

    [Fact]
    public void Time_IsShownInTheReadersZone()
    {
        var time = new DateTimeOffset(2026, 7, 1, 22, 15, 0, TimeSpan.Zero);

        Assert.Equal("2026-07-02T00:15", ZonedTime.ToText(time, s_berlin));
        Assert.Equal("2026-07-02 00:15", ZonedTime.ToShow(time, s_berlin));
        Assert.Equal("Europe/Berlin (UTC+2)", ZonedTime.Describe(s_berlin, time));
        Assert.Equal("UTC", ZonedTime.Describe(TimeZoneInfo.Utc, time));
    }

    [Theory]
    [InlineData("Asia/Kolkata|330", "Asia/Kolkata")]
    [InlineData("Nowhere/Land|-570", "UTC-09:30")]
    [InlineData("|480", "UTC+08:00")]
    [InlineData("Nowhere/Land|100000", null)]
    [InlineData("rubbish", null)]
    [InlineData(null, null)]
    public void Cookie_NamesTheZone_AndAnUnknownOneHasItsOffset(string? cookie, string? expected) =>
        Assert.Equal(expected, BrowserZone.Parse(cookie)?.Id);
}
