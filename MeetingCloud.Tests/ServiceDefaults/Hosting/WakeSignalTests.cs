using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.ServiceDefaults.Hosting;

public sealed class WakeSignalTests
{
    [Fact]
    public async Task Wait_EndsAtItsTime_OrWhenSet_AlsoIfSetBefore()
    {
        var time = new ManualTimeProvider();
        var signal = new WakeSignal();
        var minute = TimeSpan.FromMinutes(1);

        var wait = signal.WaitAsync(minute, time, CancellationToken.None);
        time.Advance(minute - TimeSpan.FromSeconds(1));
        Assert.False(wait.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        await wait;

        wait = signal.WaitAsync(minute, time, CancellationToken.None);
        signal.Set();
        await wait;

        signal.Set();
        await signal.WaitAsync(minute, time, CancellationToken.None);
        Assert.False(signal.WaitAsync(minute, time, CancellationToken.None).IsCompleted);
    }
}
