using System.Diagnostics;

namespace MeetingCloud.Benchmarks.Load;

/// <summary>A line of a given speed that all transfers of a server share.</summary>
/// <param name="bytesPerSecond">0 for one that takes what comes.</param>
internal sealed class SharedLine(long bytesPerSecond)
{
    /// <summary>Shorter waits than a timer can keep add up in the line's own time.</summary>
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(20);

    private readonly Lock _lock = new();
    private long _freeAt = Stopwatch.GetTimestamp();

    /// <summary>Returns when so many bytes have passed.</summary>
    public ValueTask UseAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytesPerSecond == 0)
        {
            return ValueTask.CompletedTask;
        }

        TimeSpan wait;
        lock (_lock)
        {
            var now = Stopwatch.GetTimestamp();
            _freeAt = Math.Max(_freeAt, now) + (bytes * Stopwatch.Frequency / bytesPerSecond);
            wait = Stopwatch.GetElapsedTime(now, _freeAt);
        }

        return wait > s_shortest ? new ValueTask(Task.Delay(wait, cancellationToken)) : ValueTask.CompletedTask;
    }
}
