using MeetingCloud.Node.Scrub;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Node.Scrub;

public sealed class PacerTests
{
    [Fact]
    public async Task Wait_SpreadsReadsEvenly_AndMakesUpForNoPause()
    {
        var time = new ManualTimeProvider();
        var pacer = new Pacer(1000, time);
        for (var i = 0; i < 3; i++)
        {
            var wait = pacer.WaitAsync(500, CancellationToken.None).AsTask();
            time.Advance(TimeSpan.FromMilliseconds(499));
            Assert.False(wait.IsCompleted);
            time.Advance(TimeSpan.FromMilliseconds(1));
            await wait;
            time.Advance(TimeSpan.FromHours(i));
        }
    }
}
