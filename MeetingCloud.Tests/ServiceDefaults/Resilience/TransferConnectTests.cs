using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.ServiceDefaults.Resilience;

/// <summary>Machines that are switched off: nothing answers, not even with a refusal.</summary>
public sealed class TransferConnectTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _tried = [];

    [Fact]
    public async Task Get_IsRepeatedAndFailsAsTheNetworkDoes_WhenNoConnectionComesAbout()
    {
        await using var services = Services(retries: 2);
        using var client = Client(services);

        var response = _clock.AdvanceUntilAsync(client.GetAsync("http://peer:8001/file"), TimeSpan.FromSeconds(30));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => response);
        Assert.Equal(HttpRequestError.ConnectionError, error.HttpRequestError);
        Assert.Equal("No connection to peer:8001 within 0.1 s.", error.Message);
        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.Equal(["peer", "peer", "peer"], _tried);
    }

    [Fact]
    public async Task Get_IsCancelled_WhenTheCallerDoesNotWaitForTheConnection()
    {
        await using var services = Services(retries: 2, connectTimeout: TimeSpan.FromMinutes(1));
        using var client = Client(services);
        using var cancellation = new CancellationTokenSource();

        var response = client.GetAsync("http://peer/file", cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => response);
    }

    [Fact]
    public async Task Instance_IsPassedOver_WhenItsMachineDoesNotAnswer()
    {
        await using var services = Services(retries: 0);
        using var client = Client(services);

        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("http://api/file"));

        var instances = services.GetRequiredService<ServiceInstances>();
        var silent = Assert.Single(_tried);
        Assert.All(Enumerable.Range(0, 4), _ => Assert.NotEqual(silent, instances.Choose(new Uri("http://api"))?.Host));
    }

    private static HttpClient Client(ServiceProvider services) => services.GetRequiredService<IHttpClientFactory>().CreateClient("files");

    private ServiceProvider Services(int retries, TimeSpan? connectTimeout = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([
            new("services:api:http:0", "http://10.0.0.1"),
            new("services:api:http:1", "http://10.0.0.2"),
        ]).Build());
        services.AddConfiguredDiscovery();
        services
            .AddTransferClient("files", options =>
            {
                options.MaxRetries = retries;
                options.ConnectTimeout = connectTimeout ?? TimeSpan.FromSeconds(0.1);
                options.HeadersTimeout = Timeout.InfiniteTimeSpan;
            })
            .UseSocketsHttpHandler((handler, _) => handler.ConnectCallback = async (connection, cancellation) =>
            {
                _tried.Add(connection.DnsEndPoint.Host);
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                return Stream.Null;
            });
        return services.BuildServiceProvider();
    }
}
