using MeetingCloud.Api.Nodes;

namespace MeetingCloud.Tests.Api.Nodes;

public sealed class OpenLinesTests
{
    private readonly OpenLines _lines = new();

    [Fact]
    public void End_OfTheNewestLine_Counts()
    {
        _lines.Opened("n", 5, isHere: true);
        Assert.True(_lines.IsOpenHere("n"));
        Assert.True(_lines.Closed("n", 5));
        Assert.False(_lines.IsOpenHere("n"));
    }

    [Fact]
    public void End_OfALine_DoesNotCount_WhenTheNodeHasOpenedAnotherElsewhere()
    {
        _lines.Opened("n", 5, isHere: true);
        _lines.Opened("n", 6, isHere: false);
        Assert.False(_lines.IsOpenHere("n"));
        Assert.False(_lines.Closed("n", 5));
        Assert.True(_lines.Closed("n", 6));
    }

    [Fact]
    public void NewsOfAnOldLine_ThatComesLate_IsIgnored()
    {
        _lines.Opened("n", 6, isHere: true);
        Assert.False(_lines.Opened("n", 5, isHere: false));
        Assert.False(_lines.Closed("n", 5));
        Assert.True(_lines.IsOpenHere("n"));
    }

    [Fact]
    public void End_IsHeardOfBeforeTheBeginning_AndTheBeginningOfTheNextCounts()
    {
        Assert.True(_lines.Closed("n", 5));
        Assert.False(_lines.Opened("n", 5, isHere: false));
        Assert.True(_lines.Opened("n", 6, isHere: false));
    }
}
