using System.Net.Http.Headers;
using MeetingCloud.Contracts;
using MeetingCloud.Node;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Tests.Node.Support;

/// <summary>A whole node on a free port of loopback, with a folder of its own.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private const string Key = "node-key-of-the-tests";

    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;
    private readonly WebApplication _app;
    private readonly FakeControlPlane _plane;

    private TestNode(FakeControlPlane plane, WebApplication app, TemporaryFolder folder, bool ownsFolder)
    {
        _plane = plane;
        _app = app;
        _folder = folder;
        _ownsFolder = ownsFolder;
        Client = new HttpClient { BaseAddress = new Uri(Url) };
    }

    public HttpClient Client { get; }

    public string Url => _app.Urls.First();

    public FakeDisk Disk => (FakeDisk)_app.Services.GetRequiredService<IDiskSpace>();

    public BlobStore Store => _app.Services.GetRequiredService<BlobStore>();

    public static Task<TestNode> StartAsync(
        FakeControlPlane plane, TemporaryFolder? folder = null, params (string Name, string Value)[] settings) =>
        StartAsync(plane, static _ => { }, folder, settings);

    /// <param name="configure">Changes services before the node is built.</param>
    public static async Task<TestNode> StartAsync(
        FakeControlPlane plane,
        Action<IServiceCollection> configure,
        TemporaryFolder? folder = null,
        params (string Name, string Value)[] settings)
    {
        var own = folder ?? new TemporaryFolder();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["NODE_ID"] = "node-1",
            ["NODE_PORT"] = "0",
            ["HOST"] = "127.0.0.1",
            ["MAIN_SERVER_URL"] = plane.Url,
            ["API_KEY"] = Key,
            ["STORAGE_PATH"] = own.Path,
            ["SYNC_INTERVAL"] = "0.5",
            ["NODE_HEARTBEAT_TIMEOUT"] = "2",
        });
        builder.Configuration.AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)));
        builder.AddServiceDefaults(defaultPort: 0, defaultHost: "127.0.0.1", portVariable: NodeOptions.PortVariable);
        builder.AddNode();
        builder.Services.AddSingleton<IDiskSpace>(new FakeDisk { Free = 1L << 40 });
        configure(builder.Services);
        var app = builder.Build();
        app.MapDefaultEndpoints();
        app.MapNode();
        await app.StartAsync();
        return new TestNode(plane, app, own, folder is null);
    }

    /// <summary>A signed link to a path of this node.</summary>
    public string Sign(string path, TimeSpan? lifetime = null, LinkFacts facts = default) =>
        $"{path}?{_app.Services.GetRequiredService<SignedLinks>().Sign(path, lifetime ?? TimeSpan.FromMinutes(5), facts)}";

    public Task<HttpResponseMessage> GetPackageAsync(string meetingId) => Client.GetAsync(Sign(Routes.Package(meetingId)));

    public async Task<HttpResponseMessage> GetAsPeerAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        return await Client.SendAsync(request);
    }

    public Task HoldsAsync(string meetingId, long version) => Eventually.BecomesTrueAsync(
        () => _plane.Held.Contains(new HeldMeeting(meetingId, version)), TestCluster.Patience, $"{meetingId} held in version {version}");

    public T Service<T>()
        where T : notnull => _app.Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        if (_ownsFolder)
        {
            _folder.Dispose();
        }
    }
}
