namespace MeetingCloud.Api.Uploads;

/// <summary>
/// One writer of an upload at a time. A client whose connection broke comes back before this end has noticed: a writer that has fallen
/// silent must give way, one that is at work need not.
/// </summary>
internal sealed class WriterTurns(TimeProvider time) : IDisposable
{
    /// <summary>Without a byte for so long, a writer is taken for one whose client has gone.</summary>
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(2);

    /// <summary>Who comes right after the last byte waits a little longer than that: timers may be early.</summary>
    private static readonly TimeSpan s_margin = TimeSpan.FromMilliseconds(250);

    /// <summary>In which a writer that was told to stop finishes what it writes to the disk.</summary>
    private static readonly TimeSpan s_stop = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private WriterTurn? _current;

    public bool IsTaken => _gate.CurrentCount == 0;

    /// <summary>Null where another one is at work.</summary>
    /// <param name="always">Takes the turn away from whoever has it, at work or not.</param>
    public async Task<WriterTurn?> TakeAsync(bool always, CancellationToken cancellationToken)
    {
        if (!await WaitAsync(always ? TimeSpan.Zero : s_silence + s_margin, cancellationToken))
        {
            if (Volatile.Read(ref _current) is { } writer)
            {
                if (!always && writer.Silence < s_silence)
                {
                    return null;
                }

                writer.TakeAway();
            }

            if (!await WaitAsync(s_stop, cancellationToken))
            {
                return null;
            }
        }

        var turn = new WriterTurn(time, End, cancellationToken);
        Volatile.Write(ref _current, turn);
        return turn;
    }

    /// <summary>Takes the turn away from a writer whose client has fallen silent, and from no other.</summary>
    public void TakeAwayFromSilent()
    {
        if (Volatile.Read(ref _current) is { } writer && writer.Silence >= s_silence)
        {
            writer.TakeAway();
        }
    }

    /// <summary>Takes the turn away from whoever has it.</summary>
    public void TakeAway() => Volatile.Read(ref _current)?.TakeAway();

    public void Dispose() => _gate.Dispose();

    private void End()
    {
        Volatile.Write(ref _current, null);
        _gate.Release();
    }

    private async Task<bool> WaitAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        if (_gate.Wait(TimeSpan.Zero, cancellationToken))
        {
            return true;
        }

        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            await _gate.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }
}
