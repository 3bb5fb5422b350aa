using MeetingCloud.Web.Monitoring.Charts;

namespace MeetingCloud.Tests.Web.Monitoring.Charts;

public sealed class ChartWindowTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 1)]
    [InlineData(6, 1)]
    [InlineData(7, 2)]
    [InlineData(25, 5)]
    [InlineData(45, 10)]
    [InlineData(60, 10)]
    public void Axis_BeginsAtTheFirstPoint_AndItsStepsFitWhatThereIs(int minutes, int step)
    {
        var window = Of(TimeSpan.FromMinutes(minutes));

        Assert.Equal(Samples.Now.UtcDateTime.AddMinutes(-minutes), window!.From);
        Assert.Equal(Samples.Now.UtcDateTime, window.To);
        Assert.Equal(TimeSpan.FromMinutes(step), window.Step);
    }

    [Fact]
    public void Axis_IsTheLastHour_WhenThereIsMore() =>
        Assert.Equal(Samples.Now.UtcDateTime.AddHours(-1), Of(TimeSpan.FromMinutes(61))!.From);

    [Fact]
    public void Axis_BeginsOnAWholeMinute() =>
        Assert.Equal(Samples.Now.UtcDateTime.AddMinutes(-3), Of(TimeSpan.FromSeconds(150))!.From);

    [Fact]
    public void Axis_IsNotThere_UntilThereAreTwoPoints()
    {
        Assert.Null(ChartWindow.Of([]));
        Assert.Null(ChartWindow.Of([new ChartSeries("empty", [], 0, 0)]));
        Assert.Null(Of(TimeSpan.Zero));
    }

    private static ChartWindow? Of(TimeSpan span)
    {
        var now = Samples.Now.UtcDateTime;
        return ChartWindow.Of([new ChartSeries("one", [new ChartPoint(now - span, 1), new ChartPoint(now, 2)], 2, 2)]);
    }
}
