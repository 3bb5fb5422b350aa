using Aspire.Hosting;
using Aspire.Hosting.Testing;

namespace MeetingCloud.Tests.AppHost;

/// <summary>The real AppHost with real processes, on random ports and a folder of its own: one for all tests of the collection.</summary>
public sealed class RunningAppHost : IAsyncLifetime, IDisposable
{
    public const int Nodes = 2;
    public const int WebDavServers = 2;

    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(3);

    private readonly TemporaryFolder _data = new();
    private IDistributedApplicationTestingBuilder? _builder;
    private DistributedApplication? _application;

    public static IEnumerable<string> Services =>
    [
        "api",
        .. Enumerable.Range(1, WebDavServers).Select(number => $"webdav-{number}"),
        .. Enumerable.Range(1, Nodes).Select(number => $"node-{number}"),
        "web",
    ];

    public DistributedApplication Application => _application ?? throw new InvalidOperationException("It has not started.");

    /// <summary>Where this run keeps what it keeps.</summary>
    public string Data => _data.Path;

    public string AdminKey { get; private set; } = "";

    public async Task InitializeAsync()
    {
        using var limit = new CancellationTokenSource(StartLimit);
        string[] arguments = ["--data", _data.Path, "--nodes", $"{Nodes}", "--webdav-servers", $"{WebDavServers}"];
        _builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.MeetingCloud_AppHost>(arguments, limit.Token);
        AdminKey = _builder.Configuration["Parameters:admin-api-key"]!;
        _application = await _builder.BuildAsync(limit.Token);
        await _application.StartAsync(limit.Token);
        foreach (var service in Services)
        {
            try
            {
                await _application.ResourceNotifications.WaitForResourceHealthyAsync(service, limit.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                Assert.Fail($"'{service}' was not healthy within {StartLimit}.");
            }
        }
    }

    public async Task DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        if (_builder is not null)
        {
            await _builder.DisposeAsync();
        }
    }

    public void Dispose() => _data.Dispose();
}
