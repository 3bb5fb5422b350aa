namespace MeetingCloud.Node.Scrub;

/// <summary>Spreads reads so that they stay below a number of bytes a second.</summary>
internal sealed class Pacer(long bytesPerSecond, TimeProvider time)
{
    private readonly long _start = time.GetTimestamp();
    private TimeSpan _next;

    public async ValueTask WaitAsync(int bytes, CancellationToken cancellationToken)
    {
        var now = time.GetElapsedTime(_start);
        // A pause is not made up for by a burst afterwards.
        _next = (_next > now ? _next : now) + TimeSpan.FromSeconds((double)bytes / bytesPerSecond);
        if (_next > now)
        {
            await Task.Delay(_next - now, time, cancellationToken);
        }
    }
}
