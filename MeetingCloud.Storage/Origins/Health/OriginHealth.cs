using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Storage.Origins.Health;

/// <summary>
/// What is known of a server's health from the requests it was sent. One that fails is paused, each time longer, until a single probe
/// finds it well. Safe for concurrent use.
/// </summary>
public sealed class OriginHealth
{
    /// <summary>The longest <c>Retry-After</c> that is believed.</summary>
    private static readonly TimeSpan s_longestRetryAfter = TimeSpan.FromHours(1);

    /// <summary>
    /// The shortest, whatever is told; it doubles with each failure up to the rule's first pause. A server that is only busy for a moment
    /// says one second; one that says none, again and again, is not asked again and again.
    /// </summary>
    private static readonly TimeSpan s_shortestRetryAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Random _random;
    private readonly Func<bool> _mayPauseSoftly;
    private readonly Action<OriginCondition> _changed;
    private OriginCondition _condition;
    private long _pausedAt;
    private TimeSpan _pause;
    private WebDavFailure? _streakOf;
    private int _streak;
    private int _pauses;
    private bool _probing;

    /// <summary>A probe was asked for while one was under way, which may have begun before the server was mended.</summary>
    private bool _probeAgain;

    /// <param name="mayPauseSoftly">Whether one more server may be out that still answers.</param>
    /// <param name="changed">Called on every change, outside of any lock.</param>
    public OriginHealth(TimeProvider time, Random random, Func<bool> mayPauseSoftly, Action<OriginCondition> changed)
    {
        _time = time;
        _random = random;
        _mayPauseSoftly = mayPauseSoftly;
        _changed = changed;
        _condition = Well(OriginState.Healthy);
    }

    public OriginCondition Condition => Volatile.Read(ref _condition);

    /// <summary>Whether it may be read.</summary>
    public bool IsUsable => Condition.State != OriginState.Paused;

    /// <summary>Whether it may be given new files.</summary>
    public bool TakesFiles => Condition.State is OriginState.Healthy or OriginState.Slow;

    /// <summary>How long until the next probe is due, zero or less where it is; null where nothing is wrong.</summary>
    /// <remarks>Not to be told from <see cref="OriginCondition.RetryAt"/>: the clock that people read may be set.</remarks>
    public TimeSpan? UntilProbe
    {
        get
        {
            lock (_lock)
            {
                return _condition.RetryAt is null ? null : Left;
            }
        }
    }

    private TimeSpan Left => _pause - _time.GetElapsedTime(_pausedAt);

    /// <summary>Ends the pause of a server that is out: the next probe is due at once, or as soon as one that is under way has failed.</summary>
    public void ProbeNow() => Change(() =>
    {
        _probeAgain = _probing;
        return _condition.RetryAt is null ? _condition : _condition with { RetryAt = Pause(TimeSpan.Zero) };
    });

    /// <summary>Takes the right to probe, if a probe is due and no other is under way.</summary>
    public bool TryBeginProbe()
    {
        lock (_lock)
        {
            if (_probing || _condition.RetryAt is null || Left > TimeSpan.Zero)
            {
                return false;
            }

            return _probing = true;
        }
    }

    /// <summary>The probe that <see cref="TryBeginProbe"/> allowed has ended: the server is well, or the next probe comes later.</summary>
    public void EndProbe(bool isWell) => Change(() =>
    {
        var again = EndProbing();
        if (isWell || _condition.Failure is not { } failure || PauseRule.For(failure) is not { } rule)
        {
            _pauses = 0;
            Forget();
            return Well(OriginState.Healthy);
        }

        _pauses++;
        return _condition with { RetryAt = Pause(again ? TimeSpan.Zero : PauseFor(rule, null)) };
    });

    /// <summary>The probe could not be sent, which says nothing of the server: it is due again after a while.</summary>
    public void PutOffProbe(TimeSpan wait) => Change(() =>
    {
        EndProbing();
        return _condition.RetryAt is null ? _condition : _condition with { RetryAt = Pause(wait) };
    });

    /// <summary>A request succeeded. One that was sent before a pause does not end it.</summary>
    public void Succeeded(bool stored = false) => Change(() =>
    {
        Forget();
        if (_condition.State == OriginState.Healthy)
        {
            _pauses = 0;
        }

        // What found room proves that there is some.
        return stored && _condition.State == OriginState.Full ? Well(OriginState.Healthy) : _condition;
    });

    public void Failed(WebDavException exception, bool isProbe = false) => Change(() =>
    {
        ArgumentNullException.ThrowIfNull(exception);
        var again = isProbe && EndProbing();
        var failure = exception.Failure;
        if (PauseRule.For(failure) is not { } rule)
        {
            return _condition;
        }

        _streak = _streakOf == failure ? _streak + 1 : 1;
        _streakOf = failure;
        if (!isProbe && IsOld(exception, rule))
        {
            return _condition;
        }

        _pauses++;
        var since = _condition.RetryAt is null ? _time.GetUtcNow() : _condition.Since;
        return new OriginCondition(
            failure == WebDavFailure.Full ? OriginState.Full : OriginState.Paused,
            failure,
            exception.Message,
            since,
            Pause(again ? TimeSpan.Zero : PauseFor(rule, exception.RetryAfter)));
    });

    /// <summary>Compared with the others it is slow, or not any more.</summary>
    public void SetSlow(bool slow) => Change(() => (_condition.State, slow) switch
    {
        (OriginState.Healthy, true) => Well(OriginState.Slow),
        (OriginState.Slow, false) => Well(OriginState.Healthy),
        _ => _condition,
    });

    // While it is out, requests that were under way fail one by one: they say nothing new. A Retry-After that is longer by more than these
    // failures are apart does.
    private bool IsOld(WebDavException exception, PauseRule rule)
    {
        var isOut = _condition.State == OriginState.Paused || _condition.Failure == exception.Failure;
        if (isOut)
        {
            return exception.RetryAfter is not { } told
                || Left + s_shortestRetryAfter >= Believed(told);
        }

        return _streak < rule.Threshold || (rule.IsSoft && !_mayPauseSoftly());
    }

    /// <returns>Whether another probe was asked for meanwhile.</returns>
    private bool EndProbing()
    {
        var again = _probeAgain;
        (_probing, _probeAgain) = (false, false);
        return again;
    }

    /// <returns>Its end, as far as a clock can tell that may be set meanwhile.</returns>
    private DateTimeOffset Pause(TimeSpan length)
    {
        (_pausedAt, _pause) = (_time.GetTimestamp(), length);
        return _time.GetUtcNow() + length;
    }

    private TimeSpan PauseFor(PauseRule rule, TimeSpan? retryAfter)
    {
        if (retryAfter is { } told)
        {
            var least = Grown(s_shortestRetryAfter, rule.First);
            return Believed(told) > least ? Believed(told) : least;
        }

        // Several processes shall not probe at one moment.
        return Grown(rule.First, rule.Longest) * (0.9 + (0.2 * _random.NextDouble()));
    }

    private TimeSpan Grown(TimeSpan first, TimeSpan longest) =>
        TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, first.TotalSeconds * Math.Pow(2, Math.Min(_pauses - 1, 20))));

    private static TimeSpan Believed(TimeSpan told) => told < s_longestRetryAfter ? told : s_longestRetryAfter;

    private void Forget()
    {
        _streak = 0;
        _streakOf = null;
    }

    private OriginCondition Well(OriginState state) => new(state, null, null, _time.GetUtcNow(), null);

    private void Change(Func<OriginCondition> change)
    {
        OriginCondition after;
        lock (_lock)
        {
            after = change();
            if (after == _condition)
            {
                return;
            }

            _condition = after;
        }

        _changed(after);
    }
}
