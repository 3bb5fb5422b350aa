using System.Diagnostics;

namespace MeetingCloud.Tests.Support;

/// <summary>Waits for what real processes and sockets do in their own time. Never for unit tests: those have their own clock.</summary>
public static class Eventually
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(25);

    /// <exception cref="TimeoutException">It did not happen within <paramref name="limit"/>.</exception>
    public static async Task BecomesTrueAsync(Func<Task<bool>> condition, TimeSpan limit, string what)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > limit)
            {
                throw new TimeoutException($"Not within {limit.TotalSeconds} s: {what}.");
            }

            await Task.Delay(s_step);
        }
    }

    public static Task BecomesTrueAsync(Func<bool> condition, TimeSpan limit, string what) =>
        BecomesTrueAsync(() => Task.FromResult(condition()), limit, what);
}
