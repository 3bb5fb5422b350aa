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
    private bool _everAnswered;
    private DateTimeOffset _retryAt = DateTimeOffset.MinValue;
    private DateTimeOffset _lastAnswer;
    private DateTimeOffset _cautiousUntil = DateTimeOffset.MinValue;
    private int _instances = 1;
    private DateTimeOffset _instancesSeen = DateTimeOffset.MinValue;

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
                return _time.GetUtcNow() < _cautiousUntil;
            }
        }
    }

    /// <summary>When Redis last answered; null before it ever did.</summary>
    public DateTimeOffset? LastAnswer
    {
        get
        {
            lock (_lock)
            {
                return _everAnswered ? _lastAnswer : null;
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
                var now = _time.GetUtcNow();
                if (value >= _instances || now - _instancesSeen > _options.LeaseTime * 2)
                {
                    _instances = Math.Max(1, value);
                    _instancesSeen = now;
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
            _cautiousUntil = _everAnswered ? _time.GetUtcNow() + _options.LeaseTime : _cautiousUntil;
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

    private bool IsResting()
    {
        lock (_lock)
        {
            return _time.GetUtcNow() < _retryAt;
        }
    }

    private void SetAway(string error)
    {
        lock (_lock)
        {
            // A connection that stands and does not answer would make everybody wait for it each time.
            _retryAt = _redis.IsConnected ? _time.GetUtcNow() + _options.Patience : DateTimeOffset.MinValue;
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
            _lastAnswer = _time.GetUtcNow();
            _cautiousUntil = _away && _everAnswered ? _lastAnswer + _options.LeaseTime : _cautiousUntil;
            _everAnswered = true;
            if (!_away)
            {
                return;
            }

            _away = false;
        }

        _logger.Together();
    }
}
