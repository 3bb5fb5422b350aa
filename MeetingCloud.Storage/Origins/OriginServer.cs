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
    private readonly WebDavClient _client;
    private readonly TimeProvider _time;
    private readonly OriginMetrics _metrics;
    private long _maxFileBytes;
    private long _lastUse;

    internal OriginServer(
        OriginServerOptions options, string folder, WebDavClient client, OriginLimiter limiter, OriginHealth health, OriginMetrics metrics, TimeProvider time)
    {
        Options = options;
        Folder = folder;
        Limiter = limiter;
        Health = health;
        Counters = new OriginCounters(time);
        Seed = RendezvousHash.Seed(options.Id);
        IsEnabled = options.Enabled;
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
    public bool IsEnabled { get; set; }

    /// <summary>Room on the server as last measured; null before.</summary>
    public WebDavQuota? Quota { get; private set; }

    /// <summary>The largest file that it takes, as configured or learned, in bytes.</summary>
    public long MaxFileBytes => Interlocked.Read(ref _maxFileBytes);

    /// <summary>When the server last answered a request well; null where it has not yet.</summary>
    public DateTimeOffset? LastSuccess { get; private set; }

    /// <summary>Folder below the account's URL that holds the pool's files.</summary>
    internal string Folder { get; }

    internal ulong Seed { get; }

    internal PlacementCandidate Candidate => new(Seed, Options.Weight, (double)(Limiter.InUse + Limiter.Waiting) / Limiter.Capacity);

    /// <summary>Time since the last request of any kind.</summary>
    internal TimeSpan Idle => _time.GetElapsedTime(Interlocked.Read(ref _lastUse));

    public void Dispose() => Limiter.Dispose();

    internal string PathOf(BlobHash blob, OriginCopy copy, int part) => OriginPaths.FileOf(Folder, blob, copy, part);

    /// <summary>Whether the server has room for so many bytes, as far as is known. What is nearly full is left alone.</summary>
    public bool HasSpace(long bytes) => Quota?.Available is not { } available || available - (available / 50) > bytes;

    /// <summary>It refused a file of this size.</summary>
    internal void LearnLimit(long refused)
    {
        // Nothing says how far below the limit is; a quarter is found again soon if it is still too much.
        var limit = Math.Max(1, refused / 4);
        if (limit < MaxFileBytes)
        {
            Interlocked.Exchange(ref _maxFileBytes, limit);
        }
    }

    /// <summary>Sends one request in its turn.</summary>
    internal async Task<T> SendAsync<T>(
        string method, OriginPriority priority, Func<WebDavClient, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        using var permit = await Limiter.AcquireAsync(priority, cancellationToken);
        return await SendAsync(method, send, cancellationToken);
    }

    /// <summary>Sends one request, for which the caller holds a permit.</summary>
    internal async Task<T> SendAsync<T>(
        string method, Func<WebDavClient, CancellationToken, Task<T>> send, CancellationToken cancellationToken)
    {
        var start = _time.GetTimestamp();
        Interlocked.Exchange(ref _lastUse, start);
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
    internal async Task MeasureAsync(CancellationToken cancellationToken) =>
        Quota = await SendAsync("PROPFIND", OriginPriority.Health, (client, token) => client.MeasureAsync(token), cancellationToken);

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

    private void Answered(string method, long start, WebDavException? exception)
    {
        var elapsed = _time.GetElapsedTime(start);
        _metrics.Answered(Id, method, elapsed, exception?.Failure);
        if (exception is null or { Failure: WebDavFailure.NotFound })
        {
            LastSuccess = _time.GetUtcNow();
            Health.Succeeded();
            if (method != "PUT")
            {
                Counters.Answered(elapsed);
            }
        }
    }
}
