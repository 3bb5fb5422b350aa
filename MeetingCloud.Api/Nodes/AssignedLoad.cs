namespace MeetingCloud.Api.Nodes;

/// <summary>
/// Downloads that were sent to a node of late and that its heartbeats may not show yet. Each counts 1 at first and half as much
/// after every <see cref="HalfLife"/>: the sum fades as the heartbeats take over, and no heartbeat makes it jump.
/// </summary>
internal sealed class AssignedLoad(TimeProvider time)
{
    /// <summary>The longest time between two heartbeats.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromSeconds(15);

    private readonly Lock _lock = new();
    private double _value;
    private long _at = time.GetTimestamp();

    public double Value
    {
        get
        {
            lock (_lock)
            {
                return Faded(time.GetTimestamp());
            }
        }
    }

    public void Add()
    {
        lock (_lock)
        {
            var now = time.GetTimestamp();
            _value = Faded(now) + 1;
            _at = now;
        }
    }

    private double Faded(long now) => _value == 0 ? 0 : _value * Math.Pow(0.5, time.GetElapsedTime(_at, now) / HalfLife);
}
