namespace MeetingCloud.Node.Sync;

/// <summary>
/// When to ask about each closed meeting that is held, which no list of active ones tells of. While the event stream is up it says what
/// becomes of them; so they are asked about when it came up, at each poll while it is down, and now and then in case it said nothing.
/// </summary>
internal sealed class ClosedMeetingCheck(TimeProvider time)
{
    private static readonly TimeSpan s_every = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private bool _isListening;
    private bool _mayHaveMissed = true;
    private long _last;

    /// <summary>The event stream is up. What happened before may be older than it remembers.</summary>
    public void Connected()
    {
        lock (_lock)
        {
            (_isListening, _mayHaveMissed) = (true, true);
        }
    }

    /// <summary>The event stream is down.</summary>
    public void Disconnected()
    {
        lock (_lock)
        {
            _isListening = false;
        }
    }

    /// <summary>Whether to ask now. The caller does, if so.</summary>
    public bool TryBegin()
    {
        lock (_lock)
        {
            if (_isListening && !_mayHaveMissed && time.GetElapsedTime(_last) < s_every)
            {
                return false;
            }

            (_mayHaveMissed, _last) = (false, time.GetTimestamp());
            return true;
        }
    }
}
