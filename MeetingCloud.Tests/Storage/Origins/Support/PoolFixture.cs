using System.Collections.Concurrent;
using System.Text;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Limits;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Storage.Origins.Support;

/// <summary>
/// A pool over scripted servers, with the HTTP client of the control plane. Its clock stands still while any server works on something, or
/// a request is on its way to one, and runs while all of them, and so the pool, wait for it.
/// </summary>
internal sealed class PoolFixture : IAsyncDisposable
{
    /// <summary>Looks at a pool that neither sends nor waits anew after a timer of its fired, before time goes on all the same.</summary>
    private const int Patience = 100;

    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, byte> _sent = new(StringComparer.Ordinal);
    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _stop = new();
    private Task _monitor = Task.CompletedTask;
    private int _requests;

    /// <param name="sending">Called before each request; what it throws is what sending it throws.</param>
    public PoolFixture(
        int servers,
        Func<OriginServerOptions, int, OriginServerOptions>? server = null,
        Func<OriginPoolOptions, OriginPoolOptions>? pool = null,
        Action? sending = null)
    {
        Origins = [.. Enumerable.Range(0, servers).Select(_ => new ScriptedOrigin())];
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddTransferClient("webdav", transfers =>
        {
            transfers.MaxRetries = 0;
            transfers.HeadersTimeout = TimeSpan.FromSeconds(20);
            transfers.StallTimeout = TimeSpan.FromSeconds(15);
        }).UseSocketsHttpHandler((handler, _) => WebDavHandlers.Prepare(handler)).AddHttpMessageHandler(() => new Interceptor(_sent, () =>
        {
            Interlocked.Increment(ref _requests);
            sending?.Invoke();
        }));
        _services = services.BuildServiceProvider();
        var options = new OriginPoolOptions
        {
            Servers = [.. Origins.Select((origin, i) =>
            {
                var one = new OriginServerOptions { Id = $"server{i + 1}", Account = new WebDavAccount(origin.Url, "user", "secret") };
                return server?.Invoke(one, i) ?? one;
            })],
        };
        Pool = new OriginPool(
            pool?.Invoke(options) ?? options,
            _ => _services.GetRequiredService<IHttpClientFactory>().CreateClient("webdav"),
            Catalog,
            new LocalLeases(Clock),
            Clock,
            new Random(1),
            NullLogger<OriginPool>.Instance);
    }

    public ManualTimeProvider Clock { get; } = new();

    public MemoryCatalog Catalog { get; } = new();

    public IReadOnlyList<ScriptedOrigin> Origins { get; }

    public OriginPool Pool { get; }

    public IReadOnlyList<OriginServer> Servers => Pool.Servers;

    public void StartMonitor() => _monitor = Pool.MonitorAsync(Clock, _stop.Token);

    /// <summary>The scripted server behind one of the pool's.</summary>
    public ScriptedOrigin Of(OriginServer server) => Origins[Servers.ToList().IndexOf(server)];

    /// <summary>The scripted servers, in the order in which a blob's placement names them.</summary>
    public IReadOnlyList<ScriptedOrigin> Ranked(BlobHash blob) => [.. Pool.Rank(blob).Select(Of)];

    public Task StoreAsync(TextBlob blob, OriginPriority priority = OriginPriority.Upload) =>
        RunAsync(Pool.StoreAsync(blob.Hash, blob, priority, CancellationToken.None));

    /// <summary>Stores a blob on each of the first servers in its placement's order.</summary>
    public async Task<IReadOnlyList<OriginCopy>> StoreCopiesAsync(TextBlob blob, int copies)
    {
        var made = new List<OriginCopy>();
        foreach (var server in Pool.Rank(blob.Hash).Take(copies))
        {
            made.Add(await RunAsync(Pool.WriteCopyAsync(server, blob.Hash, blob, OriginPriority.Upload, CancellationToken.None)));
        }

        return made;
    }

    public async Task<string> ReadAsync(TextBlob blob, long offset = 0)
    {
        var text = new StringBuilder();
        await RunAsync(Pool.ReadAsync(
            blob.Hash,
            blob.Length,
            offset,
            OriginPriority.AttendeeRead,
            (bytes, _) =>
            {
                text.Append(Encoding.ASCII.GetString(bytes.Span));
                return ValueTask.CompletedTask;
            },
            CancellationToken.None));
        return text.ToString();
    }

    /// <summary>Lets time pass while all wait for it, until the task ends.</summary>
    public async Task RunAsync(Task task)
    {
        await PassAsync(() => task.IsCompleted, task);
        await task;
    }

    public async Task<T> RunAsync<T>(Task<T> task)
    {
        await RunAsync((Task)task);
        return await task;
    }

    /// <summary>Lets time pass until something has come about.</summary>
    public Task UntilAsync(Func<bool> condition, string what)
    {
        var limit = Clock.GetUtcNow() + TimeSpan.FromHours(1);
        return PassAsync(
            () => condition() || (Clock.GetUtcNow() > limit ? throw new TimeoutException($"Not within an hour: {what}.") : false),
            Task.Delay(Timeout.Infinite, _stop.Token));
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _monitor.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Pool.Dispose();
        foreach (var origin in Origins)
        {
            await origin.DisposeAsync();
        }

        await _services.DisposeAsync();
        _stop.Dispose();
    }

    private async Task PassAsync(Func<bool> hasEnded, Task task)
    {
        // What the pool had done when a timer of its fired.
        (int Requests, long Armings)? fired = null;
        for (int quiet = 0, steps = 0; !hasEnded(); await Task.WhenAny(task, Task.Delay(2)))
        {
            if (Origins.Any(origin => origin.Working > 0) || _sent.Keys.Any(number => !Origins.Any(origin => origin.IsHanging(number))))
            {
                (quiet, steps) = (0, 0);
            }
            else if (++quiet >= (fired == Done() ? Patience : 3))
            {
                var done = Done();
                // Quicker when it takes long: the pool itself needs a moment between two requests.
                fired = Clock.Advance(++steps > 40 ? s_step * 4 : s_step) ? done : null;
                quiet = 0;
            }
        }

        (int Requests, long Armings) Done() => (Volatile.Read(ref _requests), Clock.Armings);
    }

    /// <summary>Keeps the numbers of the requests that were sent and are not answered.</summary>
    private sealed class Interceptor(ConcurrentDictionary<string, byte> sent, Action sending) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            sending();
            var number = Guid.NewGuid().ToString("N");
            request.Headers.Add(ScriptedOrigin.NumberHeader, number);
            sent[number] = 0;
            try
            {
                return await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                sent.TryRemove(number, out _);
            }
        }
    }
}
