using MeetingCloud.Node;

namespace MeetingCloud.Tests.Node;

public sealed class BackoffTests
{
    [Fact]
    public void Next_GrowsToItsBound_WithJitter_AndStartsOver()
    {
        var backoff = new Backoff(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8), new Random(1));
        double[] bounds = [1, 2, 4, 8, 8, 8];
        var pauses = bounds.Select(_ => backoff.Next().TotalSeconds).ToArray();
        Assert.All(pauses.Zip(bounds), pair => Assert.InRange(pair.First, pair.Second / 10, pair.Second));
        Assert.Equal(pauses.Length, pauses.Distinct().Count());

        backoff.Reset();
        Assert.InRange(backoff.Next().TotalSeconds, 0.1, 1);
    }
}
