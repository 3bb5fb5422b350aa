using System.Globalization;
using System.Net.Http.Headers;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster.Origins;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Databases;

namespace MeetingCloud.Tests.Cluster.Instances;

/// <summary>Three control planes as processes of their own behind nginx, on one database, one Redis and one folder, and nodes.</summary>
internal sealed class InstanceCluster : IAsyncDisposable
{
    private const int Count = 3;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mc-instances-");
    private readonly List<ApiProcess> _instances = [];
    private readonly List<TestHost> _nodes = [];
    private RedisServer? _redis;
    private TestDatabase? _database;

    public IReadOnlyList<ApiProcess> Instances => _instances;

    public NginxBalancer Balancer { get; private set; } = null!;

    public static async Task<InstanceCluster> StartAsync(int nodes, params (string Name, string? Value)[] settings)
    {
        var cluster = new InstanceCluster();
        try
        {
            await cluster.StartPartsAsync(nodes, settings);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <param name="key">Null for an attendee.</param>
    /// <param name="keepsConnections">Whether a connection serves several requests.</param>
    public HttpClient NewClient(string? key, bool keepsConnections)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(Balancer.Url) };
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        client.DefaultRequestHeaders.ConnectionClose = !keepsConnections;
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (Balancer is not null)
        {
            await Balancer.DisposeAsync();
        }

        foreach (var instance in _instances)
        {
            await instance.DisposeAsync();
        }

        await (_database?.DisposeAsync() ?? default);
        await (_redis?.DisposeAsync() ?? default);
        _folder.Delete(recursive: true);
    }

    private async Task StartPartsAsync(int nodes, (string Name, string? Value)[] settings)
    {
        _database = await TestDatabase.CreateAsync(_folder.FullName);
        _redis = await RedisServer.StartNewAsync();
        for (var i = 0; i < Count; i++)
        {
            _instances.Add(await ApiProcess.StartNewAsync(_folder.FullName, _redis.ConnectionString, settings, _database));
        }

        Balancer = new NginxBalancer([.. _instances.Select(instance => instance.Port)]);
        await Balancer.StartAsync();
        for (var i = 1; i <= nodes; i++)
        {
            var port = Ports.Next();
            var id = string.Create(CultureInfo.InvariantCulture, $"node-{i}");
            var node = TestHost.Node(id, port, new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                ["NODE_ID"] = id,
                ["NODE_IP"] = "127.0.0.1",
                ["NODE_PORT"] = port.ToString(CultureInfo.InvariantCulture),
                ["MAIN_SERVER_URL"] = Balancer.Url,
                ["API_KEY"] = TestCluster.NodeKey,
                ["STORAGE_PATH"] = Path.Combine(_folder.FullName, id),
                ["SYNC_INTERVAL"] = "2",
                ["NODE_HEARTBEAT_TIMEOUT"] = "60",
            });
            _nodes.Add(node);
            await node.StartAsync();
        }

        using var admin = NewClient(TestCluster.AdminKey, keepsConnections: true);
        await Eventually.BecomesTrueAsync(
            async () => (await admin.GetContractAsync<NodeList>(Routes.Nodes)).Nodes.Count(n => n.Status == NodeState.Active) == nodes,
            TestCluster.Patience,
            "all nodes are registered");
    }
}
