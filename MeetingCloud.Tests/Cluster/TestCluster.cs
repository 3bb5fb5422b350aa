using System.Globalization;
using System.Net.Http.Headers;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Databases;
using Microsoft.Extensions.DependencyInjection;
using StackExchange.Redis;

namespace MeetingCloud.Tests.Cluster;

/// <summary>
/// A control plane, nodes and Redis on real sockets, the first two in this process. Everything can be stopped, started again and
/// looked into; all of it is gone when the cluster is disposed. The variable <c>TEST_API_INSTANCES</c> gives the control plane so many
/// instances behind nginx, for every test that does not say how many it wants.
/// </summary>
public sealed class TestCluster : IAsyncDisposable
{
    public const string AdminKey = "admin-key-of-the-tests";
    public const string NodeKey = "node-key-of-the-tests";

    /// <summary>For what real processes do: generous, since machines that run tests are busy.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Of the control plane, where a test does not say how many.</summary>
    public static readonly int Instances =
        int.TryParse(Environment.GetEnvironmentVariable("TEST_API_INSTANCES"), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : 1;

    private readonly DirectoryInfo _folder;
    private readonly TestDatabase _database;
    private readonly List<TestHost> _nodes = [];

    private TestCluster(
        DirectoryInfo folder, TestDatabase database, RedisServer redis, int instances, IEnumerable<(string Name, string? Value)> apiSettings)
    {
        (_folder, _database, Redis) = (folder, database, redis);
        ApiSettings = NewApiSettings();
        foreach (var (name, value) in apiSettings)
        {
            ApiSettings[name] = value;
        }

        Api = new TestControlPlane(instances, ApiSettings, ApiDisk);
        Admin = NewClient(AdminKey);
        Node = NewClient(NodeKey);
        Attendee = NewClient(key: null);
    }

    public RedisServer Redis { get; }

    public TestControlPlane Api { get; }

    /// <summary>The control plane's disk, which may say that it is full.</summary>
    public TestDisk ApiDisk { get; } = new();

    public IReadOnlyList<TestHost> Nodes => _nodes;

    /// <summary>Talks to the control plane with the admin key; follows no redirects.</summary>
    public HttpClient Admin { get; }

    /// <summary>Talks to the control plane with the node key; follows no redirects.</summary>
    public HttpClient Node { get; }

    /// <summary>Talks to the control plane without a key; follows no redirects.</summary>
    public HttpClient Attendee { get; }

    public string UploadFolder => Path.Combine(_folder.FullName, "uploads");

    /// <summary>The control plane's settings; what is changed here counts from its next start on.</summary>
    public Dictionary<string, string?> ApiSettings { get; }

    public static Task<TestCluster> StartAsync(int nodes, params (string Name, string? Value)[] apiSettings) =>
        StartAsync(Instances, nodes, apiSettings);

    /// <param name="instances">Of the control plane; more than one are behind nginx.</param>
    /// <param name="nodes">How many.</param>
    /// <param name="apiSettings">Those in which the control plane differs from the usual one.</param>
    public static async Task<TestCluster> StartAsync(int instances, int nodes, params (string Name, string? Value)[] apiSettings)
    {
        var cluster = await CreateAsync(instances, apiSettings);
        try
        {
            await cluster.Api.StartAsync();
            await cluster.WaitUntilHeardAsync();
            for (var i = 0; i < nodes; i++)
            {
                await cluster.AddNodeAsync();
            }

            await cluster.WaitUntilActiveAsync();
            return cluster;
        }
        catch
        {
            // No test has it, to dispose of it.
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>Waits until all instances hear what Redis has for them.</summary>
    private async Task WaitUntilHeardAsync()
    {
        using var redis = await RedisClient.ConnectAsync(Redis);
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                var heard = (RedisResult[]?)await redis.GetDatabase().ExecuteAsync("PUBSUB", "NUMSUB", "nodes:changed", "uploads:turns", "meetings:changed");
                return heard is [_, var nodes, _, var uploads, _, var meetings] && new[] { nodes, uploads, meetings }.All(count => (int)count == Api.Instances.Count);
            },
            Patience,
            "all instances are connected to Redis");
    }

    private static async Task<TestCluster> CreateAsync(int instances, IEnumerable<(string Name, string? Value)> apiSettings)
    {
        var folder = Directory.CreateTempSubdirectory("mc-cluster-");
        TestDatabase? database = null;
        try
        {
            database = await TestDatabase.CreateAsync(folder.FullName);
            return new TestCluster(folder, database, await RedisServer.StartNewAsync(), instances, apiSettings);
        }
        catch
        {
            await (database?.DisposeAsync() ?? default);
            folder.Delete(recursive: true);
            throw;
        }
    }

    /// <summary>Talks to one of the control plane's instances, past what is in front of them.</summary>
    public HttpClient NewAdmin(string instance) => NewClient(AdminKey, instance);

    /// <summary>The same without a key.</summary>
    public HttpClient NewAttendee(string instance) => NewClient(key: null, instance);

    /// <summary>A node that the control plane would miss at once.</summary>
    public async Task<TestHost> AddNodeAsync(params (string Name, string Value)[] settings)
    {
        var port = Ports.Next();
        var id = string.Create(CultureInfo.InvariantCulture, $"node-{_nodes.Count + 1}");
        var all = new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NODE_ID"] = id,
            ["NODE_IP"] = "127.0.0.1",
            ["NODE_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["MAIN_SERVER_URL"] = Api.Url,
            ["API_KEY"] = NodeKey,
            ["STORAGE_PATH"] = StorageOf(id),
            ["SYNC_INTERVAL"] = "2",
            // A heartbeat each second.
            ["NODE_HEARTBEAT_TIMEOUT"] = "4",
        };
        foreach (var (name, value) in settings)
        {
            all[name] = value;
        }

        var node = TestHost.Node(id, port, all);
        _nodes.Add(node);
        await node.StartAsync();
        await WaitForLineAsync(node);
        return node;
    }

    public string StorageOf(string nodeId) => Path.Combine(_folder.FullName, nodeId);

    public async Task<IReadOnlyList<NodeInfo>> ListNodesAsync() => (await Admin.GetContractAsync<NodeList>(Routes.Nodes)).Nodes;

    /// <summary>Waits until <paramref name="count"/> nodes hold the meeting's current version, as the control plane knows it.</summary>
    public async Task<Meeting> WaitUntilReadyAsync(string meetingId, int count)
    {
        var meeting = await Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{meetingId}");
        await Eventually.BecomesTrueAsync(
            async () => (await ListNodesAsync()).Count(
                n => n.Status == NodeState.Active && n.Meetings.Contains(new HeldMeeting(meetingId, meeting.Version))) == count
                && Api.Instances.All(i => i.Services.GetRequiredService<NodeRegistry>().Ready(meetingId, meeting.Version).Count == count),
            Patience,
            $"{count} nodes hold version {meeting.Version}");
        return meeting;
    }

    /// <summary>An admin's decision, known to all instances: those that did not take it hear of it a moment later.</summary>
    public async Task SetStateAsync(string node, NodeState state)
    {
        using var response = await Admin.PostContractAsync($"{Routes.Nodes}/{node}/state", new NodeStateRequest(state));
        Assert.Equal(state, (await response.ReadContractAsync<NodeInfo>()).Status);
        await Eventually.BecomesTrueAsync(
            () => Api.Instances.All(i => i.Services.GetRequiredService<NodeRegistry>().Find(node)?.Drained == (state == NodeState.Maintenance)),
            Patience,
            "all instances know");
    }

    /// <summary>Waits until all instances take these nodes for lost: one of them notices, and the others hear of it a moment later.</summary>
    public Task WaitUntilLostAsync(params IReadOnlyCollection<string> nodes) => Eventually.BecomesTrueAsync(
        () => Api.Instances.All(
            i => i.Services.GetRequiredService<NodeRegistry>().List().Count(n => n.Status == NodeState.Lost && nodes.Contains(n.Id)) == nodes.Count),
        Patience,
        $"all instances take {string.Join(", ", nodes)} for lost");

    /// <summary>Waits until every instance has heard of all nodes.</summary>
    public Task WaitUntilActiveAsync() => Eventually.BecomesTrueAsync(
        () => Api.Instances.All(
            i => i.Services.GetRequiredService<NodeRegistry>().List().Count(n => n.Status == NodeState.Active) == Nodes.Count),
        Patience,
        "all instances take all nodes for active");

    /// <summary>
    /// Waits until a node has its event stream, by whose end the control plane learns at once that the node is gone. Without it only the
    /// heartbeats tell, which takes as long as a test waits.
    /// </summary>
    public Task WaitForLineAsync(TestHost node) => Eventually.BecomesTrueAsync(
        () => Api.Instances.Any(i => i.Services.GetRequiredService<OpenLines>().IsOpenHere(node.Id)), Patience, $"{node.Id} has its line");

    public async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        Node.Dispose();
        Attendee.Dispose();
        foreach (var host in _nodes)
        {
            await host.DisposeAsync();
        }

        await Api.DisposeAsync();
        await _database.DisposeAsync();
        await Redis.DisposeAsync();
        await Folders.DeleteAsync(_folder.FullName);
    }

    private Dictionary<string, string?> NewApiSettings() => new(StringComparer.Ordinal)
    {
        ["HOST"] = "127.0.0.1",
        ["DATABASE_URL"] = _database.Url,
        ["UPLOAD_DIR"] = UploadFolder,
        ["API_KEY"] = NodeKey,
        ["ADMIN_API_KEY"] = AdminKey,
        // Of many heartbeats: a busy machine may stand still for seconds, and no node is lost by that.
        ["NODE_HEARTBEAT_TIMEOUT"] = "30",
        ["ConnectionStrings:redis"] = Redis.ConnectionString,
    };

    private HttpClient NewClient(string? key, string? address = null)
    {
        // Who asks before it sends a body waits for the answer, however busy the machine is.
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, Expect100ContinueTimeout = Patience };
        var client = new HttpClient(handler) { BaseAddress = new Uri(address ?? Api.Url) };
        if (key is not null)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }
}
