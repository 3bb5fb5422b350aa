using System.Security.Cryptography;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Limits;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Storage.Origins.Support;
using MeetingCloud.Tests.Support.WebDavServers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Storage.Origins.Servers;

/// <summary>A pool over three real servers of a kind, on the real clock.</summary>
internal sealed class PoolOverServers : IAsyncDisposable
{
    public const int MaxConcurrent = 20;

    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _monitor;

    private PoolOverServers(IReadOnlyList<WebDavServer> servers, long? maxFileBytes)
    {
        Servers = servers;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddTransferClient("webdav", transfers => transfers.MaxRetries = 0)
            .UseSocketsHttpHandler((handler, _) => WebDavHandlers.Prepare(handler));
        _services = services.BuildServiceProvider();
        var options = new OriginPoolOptions
        {
            Servers = [.. servers.Select((server, i) => new OriginServerOptions
            {
                Id = $"server{i + 1}",
                Account = new WebDavAccount(server.Url, server.UserName, server.Password),
                MaxConcurrent = MaxConcurrent,
                MaxFileBytes = maxFileBytes,
            })],
        };
        Pool = new OriginPool(
            options,
            _ => _services.GetRequiredService<IHttpClientFactory>().CreateClient("webdav"),
            Catalog,
            new LocalLeases(TimeProvider.System),
            TimeProvider.System,
            new Random(1),
            NullLogger<OriginPool>.Instance);
        _monitor = Pool.MonitorAsync(TimeProvider.System, _stop.Token);
    }

    /// <summary>The kinds that this machine has; our own is always there.</summary>
    public static TheoryData<string> Kinds
    {
        get
        {
            var kinds = WebDavServerKinds.Here;
            kinds.Add(Own);
            return kinds;
        }
    }

    public IReadOnlyList<WebDavServer> Servers { get; }

    public MemoryCatalog Catalog { get; } = new();

    public OriginPool Pool { get; }

    private static string Own => "MeetingCloud.Dav";

    public static async Task<PoolOverServers> StartAsync(string kind, long? maxFileBytes = null)
    {
        var servers = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => StartServerAsync(kind)));
        return new PoolOverServers(servers, maxFileBytes);
    }

    /// <summary>The real server behind one of the pool's.</summary>
    public WebDavServer Of(string serverId) => Servers[Pool.Servers.ToList().FindIndex(server => server.Id == serverId)];

    public async Task<(BlobHash Hash, byte[] Bytes)> StoreAsync(int length)
    {
        var bytes = RandomNumberGenerator.GetBytes(length);
        var hash = BlobHash.Of(bytes);
        using var content = new BytesContent(bytes);
        await Pool.StoreAsync(hash, content, OriginPriority.Upload, CancellationToken.None);
        return (hash, bytes);
    }

    /// <summary>Gives a blob the copies that repair would.</summary>
    public async Task ReplicateAsync(BlobHash hash, byte[] bytes)
    {
        using var content = new BytesContent(bytes);
        var missing = Pool.Rank(hash).Where(server => Catalog.Of(hash).All(copy => copy.ServerId != server.Id)).First();
        await Pool.WriteCopyAsync(missing, hash, content, OriginPriority.Migration, CancellationToken.None);
    }

    public async Task<byte[]> ReadAsync(BlobHash hash, long size, long offset = 0, Func<long, Task>? progress = null)
    {
        using var bytes = new MemoryStream();
        await Pool.ReadAsync(
            hash,
            size,
            offset,
            OriginPriority.AttendeeRead,
            async (part, _) =>
            {
                bytes.Write(part.Span);
                await (progress?.Invoke(bytes.Length) ?? Task.CompletedTask);
            },
            CancellationToken.None);
        return bytes.ToArray();
    }

    /// <summary>The files on a server, with their sizes.</summary>
    public static IReadOnlyList<FileInfo> FilesOf(WebDavServer server) =>
        [.. new DirectoryInfo(Path.Combine(server.RootPath, "meetingcloud")).EnumerateFiles("*", SearchOption.AllDirectories)];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _monitor.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Pool.Dispose();
        await _services.DisposeAsync();
        _stop.Dispose();
        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }
    }

    private static async Task<WebDavServer> StartServerAsync(string kind)
    {
        if (kind != Own)
        {
            return await WebDavServerKinds.StartAsync(kind);
        }

        var server = new InProcessDav();
        await server.StartAsync();
        return server;
    }

    private sealed class BytesContent(byte[] bytes) : IBlobContent
    {
        public long Length => bytes.Length;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken)
        {
            var count = (int)Math.Min(buffer.Length, bytes.Length - offset);
            bytes.AsSpan((int)offset, count).CopyTo(buffer.Span);
            return new ValueTask<int>(count);
        }

        public void Dispose()
        {
        }
    }
}
