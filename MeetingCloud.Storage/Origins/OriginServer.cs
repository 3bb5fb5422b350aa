using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Storage.Origins.Limits;
using MeetingCloud.Storage.Origins.Placement;
using MeetingCloud.Storage.Origins.Statistics;
using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Storage.Origins;

/// <summary>A server of the pool: its gate, its health and its numbers around its client. Safe for concurrent use.</summary>
public sealed class OriginServer : IDisposable
{
    /// <summary>What takes less is no store; servers are not asked to prove that they take so little.</summary>
    private const long SmallestLimit = 256 << 10;

    private readonly WebDavClient _client;
    private readonly TimeProvider _time;
    private readonly OriginMetrics _metrics;
    private readonly Lock _limitLock = new();
    private readonly TimeSpan _patience;
    private readonly long _maxPartBytes;
    private readonly Action _changed;
    private long _maxFileBytes;
    private long _lastSuccess;
    private volatile bool _enabled;

    /// <param name="pool">What holds for all servers.</param>
    /// <param name="changed">Called when the server is enabled or disabled.</param>
    internal OriginServer(
        OriginServerOptions options,
        OriginPoolOptions pool,
        WebDavClient client,
        OriginLimiter limiter,
        OriginHealth health,
        OriginMetrics metrics,
        TimeProvider time,
        Action changed)
    {
        Options = options;
        Folder = pool.Folder;
        _patience = pool.WriteDeadline;
        _maxPartBytes = pool.MaxPartBytes;
        _changed = changed;
        Limiter = limiter;
        Health = health;
        Counters = new OriginCounters(time);
        Seed = RendezvousHash.Seed(options.Id);
        _enabled = options.Enabled;
        _client = client;
        _time = time;
        _metrics = metrics;
        _maxFileBytes = options.MaxFileBytes ?? long.MaxValue;
    }

    public OriginServerOptions Options { get; }

    public string Id => Options.Id;

    public OriginLimiter Limiter { get; }

    public OriginHealth Health { get; }

    public OriginCounters Counters { get; }

    /// <summary>Whether it takes new files, and is read before those that do not.</summary>
    public bool IsEnabled
    {
        get => _enabled;
        set
        {
            if (_enabled != value)
            {
                _enabled = value;
                _changed();
            }
        }
    }

    /// <summary>Room on the server as last measured; null before.</summary>
    public WebDavQuota? Quota { get; private set; }

    /// <summary>The largest file that it takes, as configured or learned, in bytes.</summary>
    public long MaxFileBytes => Interlocked.Read(ref _maxFileBytes);

    /// <summary>When the server last answered a request well; null where it has not yet.</summary>
    public DateTimeOffset? LastSuccess =>
        Interlocked.Read(ref _lastSuccess) is > 0 and var ticks ? new DateTimeOffset(ticks, TimeSpan.Zero) : null;

    /// <summary>Folder below the account's URL that holds the pool's files.</summary>
    internal string Folder { get; }

    internal ulong Seed { get; }

    internal PlacementCandidate Candidate => new(Seed, Options.Weight, (double)(Limiter.InUse + Limiter.Waiting) / Limiter.Capacity);

    internal TimeProvider Time => _time;

    public void Dispose() => Limiter.Dispose();

    internal string PathOf(BlobHash blob, OriginCopy copy, int part) => OriginPaths.FileOf(Folder, blob, copy, part);

    /// <summary>Whether the server has room for so many bytes, as far as is known. What is nearly full is left alone.</summary>
    public bool HasSpace(long bytes) => Quota?.Available is not { } available || available - (available / 50) > bytes;

    /// <summary>Bytes of each part of a file of this size, as it would be written now; 0 where the file would be whole.</summary>
    public long PartSizeOf(long size) => size <= MaxFileBytes ? 0 : Math.Min(MaxFileBytes, _maxPartBytes);

    /// <summary>It refused a file of this size.</summary>
    internal void LearnLimit(long refused)
    {
        // Nothing says how far below the limit is; a quarter is found again soon if it is still too much.
        var limit = Math.Max(SmallestLimit, refused / 4);
        lock (_limitLock)
        {
            if (limit < refused && limit < _maxFileBytes)
            {
                Interlocked.Exchange(ref _maxFileBytes, limit);
            }
        }
    }

    /// <summary>
    /// Waits for a turn at this server and no other: as long as it takes for work in the background, no longer than an upload waits in all
    /// where somebody waits for it.
    /// </summary>
    /// <exception cref="WebDavException">The turn did not come in time: <see cref="WebDavFailure.Throttled"/>.</exception>
    internal async Task<OriginTurn> EnterAsync(OriginPriority priority, CancellationToken cancellationToken)
    {
        if (priority == OriginPriority.Migration)
        {
            return new OriginTurn(this, await Limiter.AcquireAsync(priority, cancellationToken));
        }

        return await TryEnterAsync(priority, _patience, cancellationToken)
            ?? throw new WebDavException(WebDavFailure.Throttled, $"{Id} had no turn within {_patience.TotalSeconds:0} s.");
    }

    /// <summary>Sends one request in its turn.</summary>
    internal async Task<T> SendAsync<T>(
        string method, OriginPriority priority, Func<WebDavClient, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        using var turn = await EnterAsync(priority, cancellationToken);
        return await SendAsync(method, send, cancellationToken);
    }

    /// <summary>Sends one request, for which the caller holds a permit.</summary>
    internal async Task<T> SendAsync<T>(
        string method, Func<WebDavClient, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        Counters.Request(method);
        try
        {
            var result = await send(_client, cancellationToken);
            Answered(method, start, null);
            return result;
        }
        catch (WebDavException exception)
        {
            Answered(method, start, exception);
            Failed(exception);
            throw;
        }
    }

    /// <summary>Asks for quota properties, which tells health and room in one request.</summary>
    /// <param name="patience">How long to wait for a turn. How long the server may take for its answer is the client's matter.</param>
    /// <returns>False where there was no turn: that says nothing of the server.</returns>
    internal async Task<bool> TryMeasureAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var turn = await TryEnterAsync(OriginPriority.Health, patience, cancellationToken);
        if (turn is null)
        {
            return false;
        }

        Quota = await SendAsync("PROPFIND", (client, token) => client.MeasureAsync(token), cancellationToken);
        return true;
    }

    /// <summary>A request failed after its answer had begun well.</summary>
    internal void Failed(WebDavException exception)
    {
        Counters.Error(exception.Failure);
        Health.Failed(exception);
    }

    internal void Sent(long bytes)
    {
        Counters.Sent(bytes);
        _metrics.Sent(Id, bytes);
        Health.Succeeded(stored: true);
    }

    internal void Received(long bytes)
    {
        Counters.Received(bytes);
        _metrics.Received(Id, bytes);
    }

    /// <summary>A body came to its end. Its headers alone prove little: a server may break off each time.</summary>
    internal void Served() => Health.Succeeded();

    /// <summary>Waits for a turn at this server for a time; null where there was none.</summary>
    private async Task<OriginTurn?> TryEnterAsync(OriginPriority priority, TimeSpan patience, CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            return new OriginTurn(this, await Limiter.AcquireAsync(priority, either.Token));
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }

    private void Answered(string method, long start, WebDavException? exception)
    {
        var elapsed = _time.GetElapsedTime(start);
        _metrics.Answered(Id, method, elapsed, exception?.Failure);
        if (exception is null or { Failure: WebDavFailure.NotFound })
        {
            Interlocked.Exchange(ref _lastSuccess, _time.GetUtcNow().UtcTicks);
            if (exception is not null || method != "GET")
            {
                Health.Succeeded();
            }

            if (method != "PUT")
            {
                Counters.Answered(elapsed);
            }
        }
    }
}
