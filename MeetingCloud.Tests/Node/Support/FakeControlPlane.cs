using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Packages;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Tests.Node.Support;

/// <summary>The control plane's side of the contract on a real socket, in memory and obedient: it breaks when a test says so.</summary>
internal sealed class FakeControlPlane : IAsyncDisposable
{
    private static readonly DateTimeOffset s_time = new(2026, 5, 1, 9, 30, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<string, Manifest> _manifests = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte[]> _blobs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _registered = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Channel<string>, bool> _listeners = new();
    private WebApplication? _app;
    private int _eventId;
    private int _registrations;
    private int _polls;

    public ConcurrentQueue<HeartbeatRequest> Heartbeats { get; } = new();

    /// <summary>Requests for blobs: hash and the <c>Range</c> header.</summary>
    public ConcurrentQueue<(string Hash, string Range)> BlobRequests { get; } = new();

    public int Registrations => Volatile.Read(ref _registrations);

    /// <summary>Nodes that manifests name as holders.</summary>
    public IReadOnlyList<Peer> Peers { get; set; } = [];

    /// <summary>Nodes that manifests name as those of the same site.</summary>
    public IReadOnlyList<Peer> Neighbours { get; set; } = [];

    /// <summary>Runs instead of sending a blob, with its bytes from the offset asked for; null sends them.</summary>
    public Func<HttpContext, ReadOnlyMemory<byte>, Task>? SendBlob { get; set; }

    /// <summary>Answers a request in its own way, and says so by returning true.</summary>
    public Func<HttpContext, Task<bool>>? Fault { get; set; }

    /// <summary>How often the active meetings were asked for.</summary>
    public int Polls => Volatile.Read(ref _polls);

    public int Port { get; } = Ports.Next();

    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>What the last heartbeat said is held.</summary>
    public IReadOnlyList<HeldMeeting> Held => Heartbeats.LastOrDefault()?.Meetings ?? [];

    public static async Task<FakeControlPlane> StartAsync()
    {
        var plane = new FakeControlPlane();
        await plane.ListenAsync();
        return plane;
    }

    /// <summary>Listens, again at the same address after <see cref="StopAsync"/>.</summary>
    public async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(Url);
        _app = builder.Build();
        Map(_app);
        await _app.StartAsync();
    }

    public async Task StopAsync()
    {
        foreach (var listener in _listeners.Keys)
        {
            listener.Writer.TryComplete();
        }

        if (_app is not null)
        {
            using var hurry = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
            await _app.StopAsync(hurry.Token);
            await _app.DisposeAsync();
            _app = null;
        }
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    /// <summary>Loses all registrations, as after a restart without its registry.</summary>
    public void ForgetNodes() => _registered.Clear();

    /// <summary>Publishes a version and tells the listeners.</summary>
    public PackageLayout Publish(string id, long version, params (string Path, byte[] Content)[] files) =>
        Publish(id, version, MeetingStatus.Active, files);

    public PackageLayout Publish(string id, long version, MeetingStatus status, params (string Path, byte[] Content)[] files)
    {
        var description = new PackageDescription(
            id, "Meeting", s_time, null, [],
            [.. files.Select(file => new PackageFile(
                file.Path, file.Content.Length, "application/pdf", BlobHash.Of(file.Content), Crc32.Of(file.Content), s_time))]);
        var layout = PackageLayout.Create(PackageMetadata.Serialize(description));
        _blobs[layout.ETag] = layout.Metadata.ToArray();
        foreach (var (_, content) in files)
        {
            _blobs[BlobHash.Of(content).ToString()] = content;
        }

        _manifests[id] = new Manifest(
            id, "Meeting", s_time, status, version, new ManifestPackage(layout.ETag, layout.Length, "会议.zip"),
            [.. layout.Description.Files.Select(file => new ManifestFile(
                file.Path, file.Path, file.Size, file.ContentType, file.Sha256.ToString(),
                file.Crc32.ToString("x8", CultureInfo.InvariantCulture), file.UpdatedAt, Url + Routes.Blob(file.Sha256.ToString())))],
            []);
        Announce(id, version, MeetingActions.Updated);
        return layout;
    }

    /// <summary>Changes a manifest without telling anyone.</summary>
    public void Change(string id, Func<Manifest, Manifest> change) => _manifests[id] = change(_manifests[id]);

    public void Delete(string id)
    {
        _manifests.TryRemove(id, out _);
        Announce(id, 0, MeetingActions.Deleted);
    }

    /// <summary>Adds a blob that no manifest names.</summary>
    public BlobHash AddBlob(byte[] bytes)
    {
        var hash = BlobHash.Of(bytes);
        _blobs[hash.ToString()] = bytes;
        return hash;
    }

    public void DropBlob(BlobHash hash) => _blobs.TryRemove(hash.ToString(), out _);

    public void Announce(string id, long version, string action)
    {
        var data = JsonSerializer.Serialize(new MeetingEvent(id, version, action), ContractJson.Default.MeetingEvent);
        var text = $"id: {Interlocked.Increment(ref _eventId)}\nevent: {MeetingActions.EventType}\ndata: {data}\n\n";
        foreach (var listener in _listeners.Keys)
        {
            listener.Writer.TryWrite(text);
        }
    }

    private void Map(WebApplication app)
    {
        app.Use(async (context, next) =>
        {
            if (Fault is not { } fault || !await fault(context))
            {
                await next(context);
            }
        });
        app.MapPost(Routes.RegisterNode, async (HttpContext context) =>
        {
            var request = await context.Request.ReadFromJsonAsync(ContractJson.Default.RegisterNodeRequest);
            _registered[request!.Id!] = true;
            Interlocked.Increment(ref _registrations);
            return Results.Json(new RegisterNodeResponse(request.Id!, "registered"), ContractJson.Default.RegisterNodeResponse);
        });
        app.MapPost("/api/v1/nodes/{id}/heartbeat", async (string id, HttpContext context) =>
        {
            if (!_registered.ContainsKey(id))
            {
                return Results.NotFound();
            }

            Heartbeats.Enqueue((await context.Request.ReadFromJsonAsync(ContractJson.Default.HeartbeatRequest))!);
            return Results.Json(new HeartbeatResponse("ok"), ContractJson.Default.HeartbeatResponse);
        });
        app.MapGet(Routes.ActiveMeetings, () =>
        {
            Interlocked.Increment(ref _polls);
            return Results.Json(
                new ActiveMeetings([.. _manifests.Values.Where(m => m.Status == MeetingStatus.Active)
                    .Select(m => new ActiveMeeting(m.Id, m.Version, new ActivePackage(m.Package.Etag, m.Package.Size)))]),
                ContractJson.Default.ActiveMeetings);
        });
        app.MapGet("/api/v1/sync/meetings/{id}", (string id, string node_id) =>
            !_registered.ContainsKey(node_id) ? Results.StatusCode(403)
            : _manifests.TryGetValue(id, out var manifest) ? Results.Json(manifest with { Peers = Peers, Neighbours = Neighbours }, ContractJson.Default.Manifest)
            : Results.NotFound());
        app.MapGet(Routes.SyncEvents, SendEventsAsync);
        app.MapGet("/api/v1/blobs/{hash}", SendBlobAsync);
    }

    private async Task SendEventsAsync(HttpContext context)
    {
        var listener = Channel.CreateUnbounded<string>();
        listener.Writer.TryWrite(": connected\n\n");
        _listeners.TryAdd(listener, true);
        context.Response.ContentType = "text/event-stream";
        await foreach (var text in listener.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private async Task SendBlobAsync(string hash, HttpContext context)
    {
        var range = context.Request.Headers.Range.ToString();
        BlobRequests.Enqueue((hash, range));
        if (!_blobs.TryGetValue(hash, out var bytes))
        {
            context.Response.StatusCode = 404;
            return;
        }

        var offset = 0;
        if (range.Length > 0)
        {
            var ends = range["bytes=".Length..].Split('-');
            offset = int.Parse(ends[0]);
            var last = ends[1].Length > 0 ? int.Parse(ends[1]) : bytes.Length - 1;
            context.Response.StatusCode = 206;
            context.Response.Headers.ContentRange = $"bytes {offset}-{last}/{bytes.Length}";
            bytes = bytes[..(last + 1)];
        }

        context.Response.ContentLength = bytes.Length - offset;
        if (SendBlob is { } send)
        {
            await send(context, bytes.AsMemory(offset));
        }
        else
        {
            await context.Response.Body.WriteAsync(bytes.AsMemory(offset));
        }
    }
}
