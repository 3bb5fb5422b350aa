using System.Globalization;
using System.Security.Cryptography;
using MeetingCloud.Benchmarks.Load;
using MeetingCloud.Benchmarks.Processes;
using MeetingCloud.Contracts;

namespace MeetingCloud.Benchmarks.Cluster;

/// <summary>A control plane, Redis and nodes: real processes with their own disks, gone with the scenario.</summary>
internal sealed class BenchmarkCluster : IAsyncDisposable
{
    private const string ApiAssembly = "MeetingCloud.Api";
    private const string NodeAssembly = "MeetingCloud.Node";

    private readonly TemporaryFolder _folder = new();
    private readonly string _adminKey = RandomNumberGenerator.GetHexString(32);
    private readonly string _nodeKey = RandomNumberGenerator.GetHexString(32);
    private readonly List<ServiceProcess> _nodes = [];
    private readonly List<LineProxy> _lines = [];
    private RedisServer? _redis;
    private Dictionary<string, string>? _apiSettings;
    private ServiceProcess? _api;
    private ControlPlane? _controlPlane;

    private BenchmarkCluster()
    {
    }

    public TemporaryFolder Folder => _folder;

    public string AdminKey => _adminKey;

    public ServiceProcess Api => _api!;

    public ControlPlane ControlPlane => _controlPlane!;

    public IReadOnlyList<ServiceProcess> Nodes => _nodes;

    /// <param name="nodes">How many nodes to start.</param>
    /// <param name="settings">More settings of the control plane.</param>
    public static Task<BenchmarkCluster> StartAsync(
        int nodes, CancellationToken cancellationToken, params (string Name, string Value)[] settings) =>
        StartAsync(nodes, bytesPerSecond: null, cancellationToken, settings);

    /// <param name="nodes">How many nodes to start.</param>
    /// <param name="bytesPerSecond">Speed of the line that each node answers its attendees on; null for what the machine allows.</param>
    /// <param name="settings">More settings of the control plane.</param>
    public static async Task<BenchmarkCluster> StartAsync(
        int nodes, long? bytesPerSecond, CancellationToken cancellationToken, params (string Name, string Value)[] settings)
    {
        var cluster = new BenchmarkCluster();
        try
        {
            await cluster.StartAllAsync(nodes, bytesPerSecond, settings, cancellationToken);
            return cluster;
        }
        catch
        {
            await cluster.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client with the node key, for a node's or the control plane's own endpoints.</summary>
    public HttpClient NewNodeClient(Uri address) => ControlPlane.NewClient(address, _nodeKey);

    /// <summary>Kills the control plane and starts it again, on another port, without a part of its folder of uploads.</summary>
    public async Task RestartApiAsync(string forget, CancellationToken cancellationToken)
    {
        _controlPlane?.Dispose();
        await Api.DisposeAsync();
        Directory.Delete(Path.Combine(_folder.Sub("uploads"), forget), recursive: true);
        await StartApiAsync(cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        _controlPlane?.Dispose();
        foreach (var line in _lines)
        {
            await line.DisposeAsync();
        }

        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (_api is not null)
        {
            await _api.DisposeAsync();
        }

        if (_redis is not null)
        {
            await _redis.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task StartAllAsync(
        int nodes, long? bytesPerSecond, (string Name, string Value)[] settings, CancellationToken cancellationToken)
    {
        _redis = await RedisServer.StartAsync(_folder.Path, cancellationToken);
        var api = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DATABASE_URL"] = $"sqlite:///{_folder.Sub("meetings.db")}",
            ["UPLOAD_DIR"] = _folder.Sub("uploads"),
            ["API_KEY"] = _nodeKey,
            ["ADMIN_API_KEY"] = _adminKey,
            ["ConnectionStrings__redis"] = _redis.ConnectionString,
        };
        foreach (var (name, value) in settings)
        {
            api[name] = value;
        }

        _apiSettings = api;
        await StartApiAsync(cancellationToken);
        for (var i = 1; i <= nodes; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"{ResourceNames.NodePrefix}{i}");
            var node = NodeSettings(id);
            if (bytesPerSecond is { } speed)
            {
                _lines.Add(new LineProxy(speed));
                node["NODE_PUBLIC_URL"] = _lines[^1].Url;
            }

            _nodes.Add(await ServiceProcess.StartAsync(NodeAssembly, "NODE_PORT", _folder.Sub(id), node, cancellationToken));
            _lines.LastOrDefault()?.Target = _nodes[^1].Url;
        }

        await ControlPlane.WaitForNodesAsync(nodes, cancellationToken);
    }

    private async Task StartApiAsync(CancellationToken cancellationToken)
    {
        _api = await ServiceProcess.StartAsync(ApiAssembly, "PORT", _folder.Sub("api"), _apiSettings!, cancellationToken);
        _controlPlane = new ControlPlane(_api.Url, _adminKey);
    }

    private Dictionary<string, string> NodeSettings(string id) => new(StringComparer.Ordinal)
    {
        ["NODE_ID"] = id,
        ["NODE_IP"] = "127.0.0.1",
        ["MAIN_SERVER_URL"] = Api.Url.OriginalString,
        ["API_KEY"] = _nodeKey,
        ["STORAGE_PATH"] = _folder.Sub(id),
    };
}
