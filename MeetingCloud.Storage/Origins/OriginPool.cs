using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins.Health;
using MeetingCloud.Storage.Origins.Limits;
using MeetingCloud.Storage.Origins.Placement;
using MeetingCloud.Storage.Origins.Statistics;
using MeetingCloud.Storage.WebDav;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Storage.Origins;

/// <summary>
/// Many weak WebDAV servers as one store of blobs: each blob is on several of them, each server is asked no more than it bears, and one
/// that fails is gone round. Safe for concurrent use.
/// </summary>
public sealed class OriginPool : IDisposable
{
    private readonly OriginPoolOptions _options;
    private readonly ILogger<OriginPool> _logger;
    private readonly IPlacementPolicy _placement;
    private readonly IPlacementPolicy _readPlacement;
    private readonly OriginServer[] _servers;
    private readonly OriginMetrics _metrics;
    private readonly OriginReader _reader;
    private readonly OriginWriter _writer;
    private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="clients">
    /// Makes the client for a server id; its handler bounds how long connecting, answering and each pause in a body may take.
    /// </param>
    public OriginPool(
        OriginPoolOptions options,
        Func<string, HttpClient> clients,
        IOriginCatalog catalog,
        IOriginLeases leases,
        TimeProvider time,
        Random random,
        ILogger<OriginPool> logger)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _logger = logger;
        _placement = PlacementPolicies.Create(options.Strategy);
        // Reads take no turns: those are for new files.
        _readPlacement = options.Strategy == PlacementStrategy.RoundRobin ? new RendezvousHash() : _placement;
        _metrics = new OriginMetrics(() => Servers);
        _servers = [.. options.Servers.Select(Create)];
        _reader = new OriginReader(this, catalog, options, time, logger);
        _writer = new OriginWriter(this, catalog, options, time, logger);

        OriginServer Create(OriginServerOptions server) => new(
            server,
            options,
            new WebDavClient(clients(server.Id), server.Account, time),
            new OriginLimiter(server, leases, time),
            new OriginHealth(time, random, MayPauseSoftly, condition => Changed(server.Id, condition)),
            _metrics,
            time,
            SetChanged);
    }

    /// <summary>All servers, in the order of their configuration.</summary>
    public IReadOnlyList<OriginServer> Servers => _servers ?? [];

    public PlacementStrategy Strategy => _options.Strategy;

    /// <summary>Copies that each blob should have: what is configured, or as many as there are servers to take them.</summary>
    public int Replicas
    {
        get
        {
            var enabled = Servers.Count(server => server.IsEnabled);
            return Math.Clamp(_options.Replicas ?? 2, 1, Math.Max(1, enabled));
        }
    }

    public OriginServer? Find(string serverId) => Array.Find(_servers, server => server.Id == serverId);

    /// <summary>
    /// The servers that should have a blob, best first: the first <see cref="Replicas"/> are its places, the others follow where those cannot.
    /// Servers that are disabled are left out.
    /// </summary>
    public IReadOnlyList<OriginServer> Rank(BlobHash blob) => Rank(blob, _placement);

    /// <summary>In which order servers are asked for a blob that they have.</summary>
    internal IReadOnlyList<OriginServer> RankForReading(BlobHash blob) => Rank(blob, _readPlacement);

    /// <summary>
    /// Stores a first copy of a blob, unless one is stored already. It is recorded and its size was read back when this returns. Further
    /// copies are a matter of repair (<see cref="TryWriteCopyAsync"/>).
    /// </summary>
    /// <param name="content">The blob; read from the start again where a server fails.</param>
    /// <exception cref="OriginBusyException">No server could take it in time. What was begun is recorded for deletion.</exception>
    public Task StoreAsync(BlobHash blob, IBlobContent content, OriginPriority priority, CancellationToken cancellationToken) =>
        _writer.StoreAsync(blob, content, priority, cancellationToken);

    /// <summary>Writes one more copy to a certain server.</summary>
    /// <exception cref="WebDavException">The server did not take it. What was begun is recorded for deletion.</exception>
    public async Task<OriginCopy> WriteCopyAsync(
        OriginServer server, BlobHash blob, IBlobContent content, OriginPriority priority, CancellationToken cancellationToken) =>
        (await _writer.WriteAsync(server, permit: null, blob, content, isWanted: null, priority, cancellationToken))!;

    /// <summary>The same, unless another has made the copy meanwhile, or is making it.</summary>
    /// <param name="isWanted">Decides by the blob's copies that are recorded, while nothing else changes any.</param>
    /// <returns>Null where it was not wanted.</returns>
    /// <exception cref="WebDavException">The server did not take it. What was begun is recorded for deletion.</exception>
    public Task<OriginCopy?> TryWriteCopyAsync(
        OriginServer server,
        BlobHash blob,
        IBlobContent content,
        Func<IReadOnlyList<OriginCopy>, bool> isWanted,
        OriginPriority priority,
        CancellationToken cancellationToken) =>
        _writer.WriteAsync(server, permit: null, blob, content, isWanted, priority, cancellationToken);

    /// <summary>
    /// Reads a blob from <paramref name="offset"/> to its end, from whichever of its servers is fit; where one fails in mid-body, the next
    /// goes on. The bytes are not verified: their hash is the caller's to check.
    /// </summary>
    /// <param name="sink">Takes the bytes in order. What it throws ends the read and is no fault of a server.</param>
    /// <exception cref="BlobNotFoundException">No copy is recorded.</exception>
    /// <exception cref="OriginBusyException">No server that has it could give it in time.</exception>
    public Task ReadAsync(
        BlobHash blob,
        long size,
        long offset,
        OriginPriority priority,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink,
        CancellationToken cancellationToken) =>
        _reader.ReadAsync(blob, size, offset, priority, sink, cancellationToken);

    /// <summary>Waits until a server that has the blob would take a request to read it now. What the turn would have cost is not spent.</summary>
    /// <param name="patience">How long at most; <see cref="Timeout.InfiniteTimeSpan"/>: for ever.</param>
    /// <exception cref="BlobNotFoundException">No copy is recorded.</exception>
    /// <exception cref="OriginBusyException">None would in that time, or none that has it is fit.</exception>
    public Task WaitForReadAsync(BlobHash blob, OriginPriority priority, TimeSpan patience, CancellationToken cancellationToken) =>
        _reader.WaitAsync(blob, priority, patience, cancellationToken);

    /// <summary>Reads one copy whole, and only that one.</summary>
    /// <exception cref="WebDavException">It is not there, or not right.</exception>
    public Task ReadCopyAsync(
        BlobHash blob,
        long size,
        OriginCopy copy,
        OriginPriority priority,
        Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> sink,
        CancellationToken cancellationToken) =>
        _reader.ReadCopyAsync(blob, size, copy, priority, sink, cancellationToken);

    /// <summary>Deletes a copy that is recorded for deletion, and its record. What is not there any more is no error.</summary>
    /// <exception cref="WebDavException">The server did not delete it; it stays recorded.</exception>
    public Task DeleteCopyAsync(BlobHash blob, long size, OriginCopy copy, OriginPriority priority, CancellationToken cancellationToken) =>
        _writer.DeleteAsync(blob, size, copy, priority, cancellationToken);

    /// <summary>Waits until a server is in a state to take files.</summary>
    public async Task WaitUntilTakesFilesAsync(OriginServer server, CancellationToken cancellationToken)
    {
        while (true)
        {
            var change = NextChange;
            if (server.Health.TakesFiles)
            {
                return;
            }

            await change.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Runs until cancelled: probes servers that are out, looks after idle ones, compares their speed.</summary>
    public Task MonitorAsync(TimeProvider time, CancellationToken cancellationToken) =>
        new OriginMonitor(this, _options.HealthCheckInterval, time, _logger).RunAsync(cancellationToken);

    public void Dispose()
    {
        Array.ForEach(_servers, server => server.Dispose());
        _metrics.Dispose();
    }

    /// <summary>Ends when any server's condition has changed, or whether it is enabled.</summary>
    internal Task NextChange => Volatile.Read(ref _changed).Task;

    internal void SetChanged() =>
        Interlocked.Exchange(ref _changed, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

    private OriginServer[] Rank(BlobHash blob, IPlacementPolicy placement)
    {
        var enabled = Array.FindAll(_servers, server => server.IsEnabled);
        if (enabled.Length == 0)
        {
            return [];
        }

        var candidates = Array.ConvertAll(enabled, server => server.Candidate);
        Span<int> order = enabled.Length <= 64 ? stackalloc int[enabled.Length] : new int[enabled.Length];
        placement.Rank(blob, candidates, order);
        var ranked = new OriginServer[enabled.Length];
        for (var i = 0; i < ranked.Length; i++)
        {
            ranked[i] = enabled[order[i]];
        }

        return ranked;
    }

    private bool MayPauseSoftly() => (Servers.Count(server => !server.Health.IsUsable) + 1) * 2 <= Servers.Count;

    private void Changed(string serverId, OriginCondition condition)
    {
        if (condition.Failure is { } failure)
        {
            _logger.ServerOut(serverId, condition.State, failure, condition.RetryAt, condition.Reason);
        }
        else
        {
            _logger.ServerWell(serverId, condition.State);
        }

        SetChanged();
    }
}
