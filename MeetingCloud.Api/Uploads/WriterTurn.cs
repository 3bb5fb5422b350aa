namespace MeetingCloud.Api.Uploads;

/// <summary>The right to write to an upload, until it is disposed of or taken away.</summary>
internal sealed class WriterTurn : IDisposable
{
    private readonly TimeProvider _time;
    private readonly Action _end;
    private readonly CancellationTokenSource _stop;
    private long _lastHeard;

    public WriterTurn(TimeProvider time, Action end, CancellationToken cancellationToken)
    {
        _time = time;
        _end = end;
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Heard();
    }

    /// <summary>Ends with the request, or when the turn is taken away.</summary>
    public CancellationToken Token => _stop.Token;

    public bool IsTakenAway { get; private set; }

    /// <summary>How long ago the client was last heard of.</summary>
    public TimeSpan Silence => _time.GetElapsedTime(Interlocked.Read(ref _lastHeard));

    /// <summary>Bytes came: the client is there.</summary>
    public void Heard() => Interlocked.Exchange(ref _lastHeard, _time.GetTimestamp());

    public void TakeAway()
    {
        IsTakenAway = true;
        try
        {
            _stop.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    public void Dispose()
    {
        _stop.Dispose();
        _end();
    }
}
