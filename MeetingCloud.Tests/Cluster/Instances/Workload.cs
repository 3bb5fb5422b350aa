using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster.Uploads;

namespace MeetingCloud.Tests.Cluster.Instances;

/// <summary>Everything that goes on in a cluster at once, by way of the balancer.</summary>
internal sealed class Workload(InstanceCluster cluster, bool maySendAgain) : IDisposable
{
    private const int UploadSize = 400_000;
    private const int Chunk = 100_000;
    private const int FileSize = 20_000;

    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);
    private static readonly byte[] s_recording = HttpExtensions.Bytes(300_000);

    private readonly HttpClient _admin = cluster.NewClient(TestCluster.AdminKey, keepsConnections: maySendAgain);
    private readonly HttpClient _node = cluster.NewClient(TestCluster.NodeKey, keepsConnections: maySendAgain);
    private readonly HttpClient _attendee = cluster.NewClient(key: null, keepsConnections: maySendAgain);
    private readonly ConcurrentDictionary<string, byte[]> _acknowledged = new(StringComparer.Ordinal);
    private Meeting _files = null!;
    private Meeting _published = null!;
    private Meeting _edited = null!;
    private int _uploads;

    public ClientSide Clients { get; } = new(maySendAgain);

    public int Uploads => _uploads;

    public int Files => _acknowledged.Count;

    public int Edits { get; private set; }

    public int Downloads { get; private set; }

    public int Registrations { get; private set; }

    /// <summary>The longest time for which a node was not taken for active, from the first answer that said so to the last question.</summary>
    public TimeSpan LongestLoss { get; private set; }

    public async Task PrepareAsync()
    {
        _files = await _admin.CreateMeetingAsync("Files", MeetingStatus.Draft);
        _edited = await _admin.CreateMeetingAsync("Title 0", MeetingStatus.Draft);
        _published = await _admin.CreateMeetingAsync("Published");
        await _admin.UploadAsync(_published.Id, "recording.bin", s_recording);
    }

    /// <summary>Goes on until it is told to stop; then whatever was begun is brought to its end.</summary>
    public Task RunAsync(CancellationToken stop) => Task.WhenAll(
        ManyAsync(UploadAsync, stop),
        ManyAsync(UploadAsync, stop),
        ManyAsync(WriteAsync, stop),
        ManyAsync(EditAsync, stop),
        ManyAsync(DownloadAsync, stop),
        ManyAsync(RegisterAsync, stop),
        WatchAsync(stop));

    /// <summary>Reads back all that was acknowledged.</summary>
    public async Task VerifyAsync()
    {
        foreach (var (path, bytes) in _acknowledged)
        {
            Assert.Equal(bytes, await _admin.GetByteArrayAsync(Routes.MeetingFile(_files.Id, path)));
        }

        Assert.Equal(_acknowledged.Count, (await _admin.MeetingAsync(_files.Id)).Files.Count);
        Assert.Equal($"Title {Edits}", (await _admin.MeetingAsync(_edited.Id)).Title);
    }

    public void Dispose()
    {
        _admin.Dispose();
        _node.Dispose();
        _attendee.Dispose();
    }

    private static Task ManyAsync(Func<int, Task> work, CancellationToken stop) => Task.Run(
        async () =>
        {
            for (var i = 1; !stop.IsCancellationRequested; i++)
            {
                await work(i);
                // Steady work, and not as much as the machine bears: three processes on one SQLite file have no turns among themselves.
                await Task.Delay(s_pause, CancellationToken.None);
            }
        },
        CancellationToken.None);

    private async Task UploadAsync(int number)
    {
        var bytes = HttpExtensions.Bytes(UploadSize, seed: number);
        var path = $"uploads/{Guid.NewGuid():N}.bin";
        using var created = await Clients.SendAsync(
            _admin,
            () => TusClient.Request(
                HttpMethod.Post,
                Routes.Uploads,
                (TusHeaders.Length, bytes.Length.ToString(CultureInfo.InvariantCulture)),
                (TusHeaders.Metadata, TusClient.Metadata(("meeting_id", _files.Id), ("path", path)))),
            CancellationToken.None);
        var url = created.Headers.Location!.ToString();
        var offset = 0;
        while (offset < bytes.Length)
        {
            var request = TusClient.Request(HttpMethod.Patch, url, (TusHeaders.Offset, offset.ToString(CultureInfo.InvariantCulture)));
            request.Content = TusClient.Content(bytes[offset..Math.Min(bytes.Length, offset + Chunk)]);
            // A client that came back before the end of its first connection was noticed is told to wait.
            using var patched = await Clients.SendOnceAsync(_admin, request, CancellationToken.None, maySendAgain ? [HttpStatusCode.Locked, HttpStatusCode.Conflict] : []);
            if (patched is { StatusCode: HttpStatusCode.NoContent })
            {
                offset = (int)patched.Offset();
                continue;
            }

            using var head = await Clients.SendAsync(
                _admin, () => TusClient.Request(HttpMethod.Head, url), CancellationToken.None, maySendAgain ? [HttpStatusCode.Locked] : []);
            offset = head.StatusCode == HttpStatusCode.OK ? (int)head.Offset() : offset;
        }

        _acknowledged[path] = bytes;
        Interlocked.Increment(ref _uploads);
    }

    private async Task WriteAsync(int number)
    {
        var bytes = HttpExtensions.Bytes(FileSize, seed: -number);
        var path = $"files/{number}.bin";
        using var written = await Clients.SendAsync(
            _admin,
            () => new HttpRequestMessage(HttpMethod.Put, Routes.MeetingFile(_files.Id, path)) { Content = new ByteArrayContent(bytes) },
            CancellationToken.None);
        _acknowledged[path] = bytes;
    }

    // Whoever has written at one instance reads it at any other.
    private async Task EditAsync(int number)
    {
        var title = $"Title {number}";
        using var edited = await Clients.SendAsync(
            _admin,
            () => new HttpRequestMessage(HttpMethod.Put, $"{Routes.Meetings}/{_edited.Id}")
            {
                Content = JsonContent.Create(new MeetingRequest(title, _edited.Time), ContractJson.Default.MeetingRequest),
            },
            CancellationToken.None);
        Edits = number;
        using var read = await GetAsync(_admin, $"{Routes.Meetings}/{_edited.Id}");
        var meeting = await read.ReadContractAsync<Meeting>();
        if (meeting.Title != title)
        {
            Clients.Failures.Enqueue($"The meeting is still called {meeting.Title}, where {title} was acknowledged.");
        }
    }

    private async Task DownloadAsync(int number)
    {
        var path = number % 2 == 0 ? Routes.MeetingFile(_published.Id, "recording.bin") : Routes.Package(_published.Id);
        using var answer = await GetAsync(_attendee, path);
        using var fromNode = answer.Headers.Location is { } link ? await GetAsync(_attendee, link.AbsoluteUri) : null;
        var bytes = await (fromNode ?? answer).Content.ReadAsByteArrayAsync();
        if (number % 2 == 0 ? !bytes.AsSpan().SequenceEqual(s_recording) : bytes.Length < s_recording.Length)
        {
            Clients.Failures.Enqueue($"{bytes.Length} bytes came of {path}, and not those of the file.");
        }

        Downloads++;
    }

    // A node is known everywhere from its registration on, and nowhere once it is forgotten.
    private async Task RegisterAsync(int number)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"guest-{number}");
        using var registered = await PostAsync(_node, $"{Routes.Nodes}/register", JsonContent.Create(new RegisterNodeRequest(id, "127.0.0.1", 9), ContractJson.Default.RegisterNodeRequest));
        using var heard = await PostAsync(_node, $"{Routes.Nodes}/{id}/heartbeat", JsonContent.Create(new HeartbeatRequest(1), ContractJson.Default.HeartbeatRequest));
        using var forgotten = await Clients.SendAsync(
            _admin,
            () => new HttpRequestMessage(HttpMethod.Delete, $"{Routes.Nodes}/{id}"),
            CancellationToken.None,
            maySendAgain ? [HttpStatusCode.NotFound] : []);
        using var listed = await GetAsync(_admin, Routes.Nodes);
        if ((await listed.ReadContractAsync<NodeList>()).Nodes.Any(node => node.Id == id))
        {
            Clients.Failures.Enqueue($"{id} was forgotten, and is there.");
        }

        Registrations = number;
    }

    private async Task WatchAsync(CancellationToken stop)
    {
        var time = TimeProvider.System;
        var lostAt = new Dictionary<string, long?>(StringComparer.Ordinal);
        while (!stop.IsCancellationRequested)
        {
            var asked = time.GetTimestamp();
            using var listed = await GetAsync(_admin, Routes.Nodes);
            var nodes = (await listed.ReadContractAsync<NodeList>()).Nodes;
            var answered = time.GetTimestamp();
            foreach (var id in lostAt.Keys.Concat(nodes.Select(node => node.Id).Where(id => id.StartsWith("node-", StringComparison.Ordinal))).Distinct().ToList())
            {
                if (nodes.Any(node => node.Id == id && node.Status == NodeState.Active))
                {
                    lostAt[id] = null;
                }
                else if (lostAt.GetValueOrDefault(id) is not { } at)
                {
                    lostAt[id] = answered;
                }
                else if (time.GetElapsedTime(at, asked) is var lost && lost > LongestLoss)
                {
                    LongestLoss = lost;
                }
            }

            await Task.Delay(s_pause, CancellationToken.None);
        }
    }

    private Task<HttpResponseMessage> GetAsync(HttpClient client, string path) =>
        Clients.SendAsync(client, () => new HttpRequestMessage(HttpMethod.Get, path), CancellationToken.None);

    private Task<HttpResponseMessage> PostAsync(HttpClient client, string path, HttpContent content) =>
        Clients.SendAsync(client, () => new HttpRequestMessage(HttpMethod.Post, path) { Content = content }, CancellationToken.None);
}
