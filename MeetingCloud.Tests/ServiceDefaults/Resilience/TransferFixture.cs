using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.ServiceDefaults.Resilience;

/// <summary>A transfer client whose network is a stub and whose clock is moved by hand.</summary>
internal sealed class TransferFixture : IDisposable
{
    private readonly ServiceProvider _services;

    public TransferFixture(StubHandler network, Action<TransferOptions>? configure = null)
    {
        Network = network;
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddLogging();
        services.AddTransferClient("files", configure).ConfigurePrimaryHttpMessageHandler(() => network);
        _services = services.BuildServiceProvider();
        Client = _services.GetRequiredService<IHttpClientFactory>().CreateClient("files");
        Client.BaseAddress = new Uri("http://peer");
    }

    public ManualTimeProvider Clock { get; } = new();

    public StubHandler Network { get; }

    public HttpClient Client { get; }

    public void Dispose() => _services.Dispose();
}
