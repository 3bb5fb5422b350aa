using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using MeetingCloud.Api.Nodes;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Namespaces;

namespace MeetingCloud.Tests.Cluster.Sites;

/// <summary>
/// A head office and sites, each a network namespace, in a star of thin lines. The services are processes of their own. Nothing of it is
/// linked to this machine's own network, so its addresses collide with none.
/// </summary>
internal sealed class SiteNetwork : IAsyncDisposable
{
    private const string HeadAddress = "10.0.0.1";
    private const string ControlPlane = $"http://{HeadAddress}:8000";

    /// <summary>Of whole processes that start, and share the machine.</summary>
    private static readonly TimeSpan s_patience = 3 * TestCluster.Patience;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mc-sites-");
    private readonly Dictionary<int, NetworkNamespace> _sites = [];
    private readonly Dictionary<string, Process> _nodes = new(StringComparer.Ordinal);
    private NetworkNamespace _head = null!;

    /// <summary>Starts the head office, with Redis, the control plane and a node of no site, and lays lines to the sites.</summary>
    public static async Task<SiteNetwork> StartAsync(int megabits, params int[] sites)
    {
        var network = new SiteNetwork();
        try
        {
            await network.BuildAsync(megabits, sites);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The address of a site's node.</summary>
    public static string NodeAddress(int site, int node) => string.Create(CultureInfo.InvariantCulture, $"10.{site}.0.{node + 1}");

    /// <summary>Starts a node of a site.</summary>
    public async Task AddNodeAsync(int site, int node)
    {
        var address = NodeAddress(site, node);
        if (node > 1)
        {
            await _sites[site].ConfigureAsync("address", "add", $"{address}/16", "dev", "line");
        }

        StartNode(_sites[site], address, string.Create(CultureInfo.InvariantCulture, $"10.{site}.0.0/16"));
    }

    /// <summary>As <c>kill -9</c> does.</summary>
    public Task KillNodeAsync(int site, int node) => _sites[site].KillAsync(_nodes[NodeAddress(site, node)]);

    /// <summary>Publishes a meeting whose files are all there before any node hears of it.</summary>
    public async Task<Meeting> PublishAsync(IReadOnlyDictionary<string, byte[]> files)
    {
        var request = new MeetingRequest("Board", new DateTimeOffset(2026, 12, 1, 9, 0, 0, TimeSpan.Zero), Status: MeetingStatus.Draft);
        var meeting = Read<Meeting>(await AdminAsync("POST", Routes.Meetings, JsonSerializer.Serialize(request, TypeInfo<MeetingRequest>())));
        foreach (var (path, bytes) in files)
        {
            var file = Path.Combine(_folder.FullName, "upload");
            await File.WriteAllBytesAsync(file, bytes);
            await AdminAsync("PUT", Routes.MeetingFile(meeting.Id, path), $"@{file}");
        }

        var active = JsonSerializer.Serialize(request with { Status = MeetingStatus.Active }, TypeInfo<MeetingRequest>());
        return Read<Meeting>(await AdminAsync("PUT", $"{Routes.Meetings}/{meeting.Id}", active));
    }

    /// <summary>Waits until so many nodes are as is wanted; not for a program that has ended.</summary>
    public Task WaitForNodesAsync(int count, Func<NodeInfo, bool> condition, string what) => WaitAsync(
        async () => Read<NodeList>(await AdminAsync("GET", Routes.Nodes)).Nodes.Count(condition) == count, what);

    /// <summary>As many attendees of a site as there are addresses download the package at once, each from its own address.</summary>
    /// <returns>The host that served each, and the SHA-256 of what it sent.</returns>
    public async Task<IReadOnlyList<(string Host, string Sha256)>> DownloadAsync(int site, Meeting meeting, int attendees) =>
        await Task.WhenAll(Enumerable.Range(1, attendees).Select(async attendee =>
        {
            var address = string.Create(CultureInfo.InvariantCulture, $"10.{site}.1.{attendee}");
            await _sites[site].ConfigureAsync("address", "replace", $"{address}/16", "dev", "line");
            var file = Path.Combine(_folder.FullName, $"{address}.zip");
            var url = await _sites[site].RunAsync(
                "curl", "--silent", "--show-error", "--fail", "--location", "--max-time", "60", "--interface", address,
                "--output", file, "--write-out", "%{url_effective}", ControlPlane + Routes.Package(meeting.Id));
            return (new Uri(url).Host, HttpExtensions.Sha256(await File.ReadAllBytesAsync(file)));
        }));

    /// <summary>Bytes that the head office has sent to a site, all protocols and headers included.</summary>
    public async Task<long> SentToAsync(int site) => (await _head.CountAsync(LineTo(site))).Sent;

    /// <summary>Bytes that a site has sent to the head office.</summary>
    public async Task<long> SentFromAsync(int site) => (await _head.CountAsync(LineTo(site))).Received;

    public async ValueTask DisposeAsync()
    {
        foreach (var space in _sites.Values.Append(_head).Where(static space => space is not null))
        {
            await space.DisposeAsync();
        }

        _folder.Delete(recursive: true);
    }

    private async Task BuildAsync(int megabits, int[] sites)
    {
        _head = await NetworkNamespace.CreateAsync("head");
        await _head.ConfigureAsync("address", "add", $"{HeadAddress}/32", "dev", "lo");
        await _head.ConfigureAsync("address", "add", $"{NodeAddress(0, 1)}/32", "dev", "lo");
        await _head.RunAsync("sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        foreach (var site in sites)
        {
            var space = _sites[site] = await NetworkNamespace.CreateAsync(string.Create(CultureInfo.InvariantCulture, $"site-{site}"));
            var gateway = string.Create(CultureInfo.InvariantCulture, $"10.{site}.255.254");
            await _head.LinkAsync((LineTo(site), $"{gateway}/16"), space, ("line", $"{NodeAddress(site, 1)}/16"), megabits);
            await space.ConfigureAsync("route", "add", "default", "via", gateway);
        }

        _head.Start(FolderOf("redis"), new Dictionary<string, string>(), "redis-server", "--port", "6379", "--bind", HeadAddress, "--save", "");
        _head.Start(
            FolderOf("api"),
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["HOST"] = HeadAddress,
                ["PORT"] = "8000",
                ["DATABASE_URL"] = $"sqlite:///{Path.Combine(FolderOf("api"), "meetings.db")}",
                ["UPLOAD_DIR"] = Path.Combine(FolderOf("api"), "uploads"),
                ["API_KEY"] = TestCluster.NodeKey,
                ["ADMIN_API_KEY"] = TestCluster.AdminKey,
                ["ConnectionStrings__redis"] = $"{HeadAddress}:6379",
            },
            "dotnet", "exec", typeof(NodeRegistry).Assembly.Location);
        StartNode(_head, NodeAddress(0, 1), networks: "");
        await WaitAsync(IsUpAsync, "the control plane is up");
    }

    private Task WaitAsync(Func<Task<bool>> condition, string what) => Eventually.BecomesTrueAsync(
        () =>
        {
            foreach (var place in _sites.Values.Append(_head))
            {
                place.ThrowIfEnded();
            }

            return condition();
        },
        s_patience,
        what);

    private void StartNode(NetworkNamespace place, string address, string networks) => _nodes[address] = place.Start(
        FolderOf(address),
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["HOST"] = address,
            ["NODE_ID"] = $"node-{address.Replace('.', '-')}",
            ["NODE_IP"] = address,
            ["NODE_PORT"] = "8001",
            ["NODE_NETWORKS"] = networks,
            ["MAIN_SERVER_URL"] = ControlPlane,
            ["API_KEY"] = TestCluster.NodeKey,
            ["STORAGE_PATH"] = Path.Combine(FolderOf(address), "storage"),
        },
        "dotnet", "exec", typeof(MeetingCloud.Node.NodeOptions).Assembly.Location);

    private async Task<bool> IsUpAsync()
    {
        try
        {
            await _head.RunAsync("curl", "--silent", "--fail", "--max-time", "5", $"{ControlPlane}/health");
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private Task<string> AdminAsync(string method, string path, string? body = null) => _head.RunAsync(
    [
        "curl", "--silent", "--show-error", "--fail-with-body", "--max-time", "60", "--request", method,
        "--header", $"Authorization: Bearer {TestCluster.AdminKey}", "--header", "Content-Type: application/json",
        .. body is null ? (IEnumerable<string>)[] : ["--data-binary", body],
        ControlPlane + path,
    ]);

    private string FolderOf(string name) => _folder.CreateSubdirectory(name).FullName;

    private static string LineTo(int site) => string.Create(CultureInfo.InvariantCulture, $"to-site-{site}");

    private static T Read<T>(string json) => JsonSerializer.Deserialize(json, TypeInfo<T>())!;

    private static JsonTypeInfo<T> TypeInfo<T>() => (JsonTypeInfo<T>)ContractJson.Default.GetTypeInfo(typeof(T))!;
}
