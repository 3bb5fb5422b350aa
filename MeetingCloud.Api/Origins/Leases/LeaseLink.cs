using StackExchange.Redis;

namespace MeetingCloud.Api.Origins.Leases;

/// <summary>Redis, as far as it can be relied on; who asks learns whether it answered, and never waits long for it.</summary>
internal sealed class LeaseLink
{
    /// <summary>The key of the set of all instances.</summary>
    public const string Members = "origin:instances";

    private readonly IConnectionMultiplexer _redis;
    private readonly LeaseOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<LeaseLink> _logger;
    private readonly Lock _lock = new();
    private bool _away;
    private int _instances = 1;

    // By a clock that nobody sets: null where it was never so.
    private long? _restingSince;
    private long? _answeredAt;
    private long? _cautiousSince;
    private long? _instancesSeen;

    public LeaseLink(IConnectionMultiplexer redis, LeaseOptions options, TimeProvider time, ILogger<LeaseLink> logger)
    {
        _redis = redis;
        _options = options;
        _time = time;
        _logger = logger;
        // It may have been restarted in between, and be empty, without any of our calls having noticed.
        redis.ConnectionRestored += (_, _) => DistrustForAWhile();
    }

    /// <summary>This process among those that share the limits.</summary>
    public string Instance { get; } = Guid.NewGuid().ToString("N");

    /// <summary>
    /// Redis was away a moment ago, and may know less than is the case: other instances have not told it yet what they hold and spent.
    /// </summary>
    public bool IsCautious
    {
        get
        {
            lock (_lock)
            {
                return IsWithin(_options.LeaseTime, _cautiousSince);
            }
        }
    }

    /// <summary>Redis answered so lately that what was held by then may still be held.</summary>
    public bool HasAnsweredLately
    {
        get
        {
            lock (_lock)
            {
                return IsWithin(_options.LeaseTime, _answeredAt);
            }
        }
    }

    /// <summary>
    /// Instances that share the limits. A lower number must last before it counts: a Redis that comes back empty knows nobody yet.
    /// </summary>
    public int Instances
    {
        get
        {
            lock (_lock)
            {
                return _instances;
            }
        }

        set
        {
            lock (_lock)
            {
                if (value >= _instances || !IsWithin(_options.LeaseTime * 2, _instancesSeen))
                {
                    _instances = Math.Max(1, value);
                    _instancesSeen = _time.GetTimestamp();
                }
            }
        }
    }

    /// <summary>Something that Redis knew of this instance is gone: others may have lost theirs as well.</summary>
    public void DistrustForAWhile()
    {
        lock (_lock)
        {
            // Before the first answer there was nothing that Redis could have lost.
            _cautiousSince = _answeredAt is null ? _cautiousSince : _time.GetTimestamp();
        }
    }

    /// <summary>The key that is there as long as an instance lives.</summary>
    public static RedisKey PresenceOf(string instance) => $"origin:instance:{instance}";

    /// <param name="action">May leave off in its middle; waits through <see cref="Within"/> alone.</param>
    /// <returns>False where Redis is away.</returns>
    public async Task<bool> TryAsync(Func<IDatabase, Task> action, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsResting())
        {
            return false;
        }

        if (!_redis.IsConnected)
        {
            SetAway("not connected");
            return false;
        }

        try
        {
            await action(_redis.GetDatabase());
            SetBack();
            return true;
        }
        catch (Exception e) when (e is RedisException or TimeoutException or ObjectDisposedException)
        {
            SetAway(e.GetType().Name);
            return false;
        }
    }

    /// <summary>The client itself waits for ever where a connection is lost without a word.</summary>
    public Task<T> Within<T>(Task<T> answer, CancellationToken cancellationToken) =>
        answer.WaitAsync(_options.Patience, _time, cancellationToken);

    private bool IsWithin(TimeSpan span, long? since) => since is { } at && _time.GetElapsedTime(at) < span;

    private bool IsResting()
    {
        lock (_lock)
        {
            return IsWithin(_options.Patience, _restingSince);
        }
    }

    private void SetAway(string error)
    {
        lock (_lock)
        {
            // A connection that stands and does not answer would make everybody wait for it each time.
            _restingSince = _redis.IsConnected ? _time.GetTimestamp() : null;
            if (_away)
            {
                return;
            }

            _away = true;
        }

        _logger.Alone(error, Instances);
    }

    private void SetBack()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            _cautiousSince = _away && _answeredAt is not null ? now : _cautiousSince;
            _answeredAt = now;
            if (!_away)
            {
                return;
            }

            _away = false;
        }

        _logger.Together();
    }
}
