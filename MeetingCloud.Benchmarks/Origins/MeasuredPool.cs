using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Limits;
using MeetingCloud.Storage.WebDav;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Benchmarks.Origins;

/// <summary>The pool over weak servers, as the control plane sets it up, but for the catalog.</summary>
internal sealed class MeasuredPool : IDisposable
{
    private readonly HttpClient _client;

    public MeasuredPool(IEnumerable<Uri> servers, int atOnce, int replicas)
    {
        var handler = new SocketsHttpHandler();
        WebDavHandlers.Prepare(handler);
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        Pool = new OriginPool(
            new OriginPoolOptions
            {
                Servers = [.. servers.Select((url, i) => new OriginServerOptions
                {
                    Id = $"server{i + 1}",
                    Account = new WebDavAccount(url, "user", "password"),
                    MaxConcurrent = atOnce,
                })],
                Replicas = replicas,
            },
            _ => _client,
            Catalog,
            new LocalLeases(TimeProvider.System),
            TimeProvider.System,
            new Random(1),
            NullLogger<OriginPool>.Instance);
    }

    public OriginPool Pool { get; }

    public MemoryCatalog Catalog { get; } = new();

    /// <summary>Makes the folders and the connections that a pool in service has.</summary>
    public async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        using var folder = new Processes.TemporaryFolder();
        using var blobs = new BlobStore(new BlobStoreOptions { RootPath = folder.Path }, TimeProvider.System, NullLogger<BlobStore>.Instance);
        var seen = new HashSet<(char, OriginServer)>();
        for (var i = 0; seen.Count < 16 * Pool.Servers.Count; i++)
        {
            var content = BitConverter.GetBytes(i);
            var hash = BlobHash.Of(content);
            foreach (var server in Pool.Servers.Where(server => seen.Add((hash.ToString()[0], server))))
            {
                await blobs.AddAsync(new MemoryStream(content), cancellationToken: cancellationToken);
                using var blob = blobs.OpenRead(hash)!;
                await Pool.WriteCopyAsync(server, hash, blob, OriginPriority.Upload, cancellationToken);
            }
        }

        Catalog.Clear();
    }

    public void Dispose()
    {
        Pool.Dispose();
        _client.Dispose();
    }
}
