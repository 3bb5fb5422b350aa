using MeetingCloud.Node.Serving;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Tests.Node.Serving;

public sealed class ResponseStepTests
{
    [Theory]
    [InlineData(0, 256 << 10)]
    [InlineData(16, 256 << 10)]
    [InlineData(32, 256 << 10)]
    [InlineData(33, 128 << 10)]
    [InlineData(100, 64 << 10)]
    [InlineData(200, 32 << 10)]
    [InlineData(int.MaxValue, 32 << 10)]
    public void Step_ShrinksWithTheCrowd(int downloads, int expected) => Assert.Equal(expected, ResponseStep.For(downloads));

    [Fact]
    public void LongResponse_BeginsWithSmallSteps_AndAShortOneGoesOutInOne()
    {
        Assert.Equal(64 << 10, ResponseStep.First(100_000_000));
        Assert.True(ResponseStep.First(70_000) >= 70_000);
    }

    [Fact]
    public void Downloads_TogetherHoldWhatTheBudgetAllows_UntilTheStepIsLeast()
    {
        for (var downloads = 1; ResponseStep.For(downloads) > ResponseStep.Least; downloads++)
        {
            Assert.InRange((long)downloads * ResponseStep.For(downloads), 1, 8 << 20);
            Assert.InRange(ResponseStep.For(downloads), ResponseStep.Least, PackageLayout.Step);
        }
    }
}
