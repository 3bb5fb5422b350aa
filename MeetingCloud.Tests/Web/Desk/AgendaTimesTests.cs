using MeetingCloud.Contracts;
using MeetingCloud.Web.Components.Desk;

namespace MeetingCloud.Tests.Web.Desk;

public sealed class AgendaTimesTests
{
    [Fact]
    public void Times_RunOn_UntilAnItemHasNoDuration()
    {
        AgendaItem[] items =
        [
            new("one", "Opening", 0, null, 20), new("two", "Budget", 1, null, 100), new("three", "Lunch", 2, null, null), new("four", "Site", 3, null, 10),
        ];

        var times = AgendaTimes.Of(Samples.Whole(), items, TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai"));

        Assert.Equal(["18:00–18:20", "18:20–20:00", "20:00", null], times);
    }

    [Theory]
    [InlineData("", true, null)]
    [InlineData(" 45 ", true, 45)]
    [InlineData("0", false, null)]
    [InlineData("10081", false, null)]
    [InlineData("ten", false, null)]
    public void Minutes_AreWhole_AndAWeekAtMost(string text, bool isRight, int? expected)
    {
        Assert.Equal(isRight, AgendaFields.ReadMinutes(text, out var minutes));
        Assert.Equal(expected, minutes);
    }
}
