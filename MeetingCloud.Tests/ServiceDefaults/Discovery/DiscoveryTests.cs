using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.ServiceDefaults.Discovery;

/// <summary>The plain flavour's service discovery.</summary>
public sealed class DiscoveryTests
{
    private readonly ManualTimeProvider _clock = new();
    private readonly List<string> _asked = [];
    private readonly HashSet<string> _down = [];

    [Theory]
    [InlineData("http://api/x?y=1", "http://10.0.0.5:8000/x?y=1")]
    [InlineData("https://api/x", "https://10.0.0.5:8443/x")]
    [InlineData("https+http://api/x", "https://10.0.0.5:8443/x")]
    [InlineData("https+http://plain/x", "http://10.0.0.6:80/x")]
    [InlineData("http://unknown/x", "http://unknown:80/x")]
    [InlineData("http://api:9000/x", "http://api:9000/x")]
    public async Task Name_LeadsToTheConfiguredAddress(string asked, string reached)
    {
        using var client = Client(new()
        {
            ["services:api:http:0"] = "http://10.0.0.5:8000",
            ["services:api:https:0"] = "https://10.0.0.5:8443",
            ["services:plain:http:0"] = "10.0.0.6",
        });

        using var response = await client.GetAsync(asked);

        Assert.Equal(reached, Assert.Single(_asked));
    }

    [Fact]
    public async Task Name_StaysInTheRequest_SoThatARepeatChoosesAfresh()
    {
        using var client = Client(new() { ["services:api:http:0"] = "http://10.0.0.5:8000" });
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://api/x");

        using var response = await client.SendAsync(request);

        // RetryHandler sends the same message again.
        Assert.Equal("http://api/x", request.RequestUri?.ToString());
    }

    [Fact]
    public async Task Instances_TakeTurns()
    {
        using var client = Client(Two());
        for (var i = 0; i < 6; i++)
        {
            (await client.GetAsync("http://api/")).Dispose();
        }

        Assert.Equal(3, _asked.Count(address => address.StartsWith("http://10.0.0.1", StringComparison.Ordinal)));
        Assert.Equal(3, _asked.Count(address => address.StartsWith("http://10.0.0.2", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Instance_IsPassedOver_AfterItFailed_UntilItsPauseEnds()
    {
        using var client = Client(Two());
        _down.Add("10.0.0.1");
        await FailOnceAsync(client);
        _asked.Clear();

        for (var i = 0; i < 5; i++)
        {
            (await client.GetAsync("http://api/")).Dispose();
        }

        Assert.All(_asked, address => Assert.StartsWith("http://10.0.0.2", address, StringComparison.Ordinal));

        _down.Clear();
        _clock.Advance(ServiceInstances.Pause);
        (await client.GetAsync("http://api/")).Dispose();
        (await client.GetAsync("http://api/")).Dispose();
        Assert.Contains(_asked, address => address.StartsWith("http://10.0.0.1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Instance_IsTriedAnyway_WhenAllHaveFailed()
    {
        using var client = Client(Two());
        _down.UnionWith(["10.0.0.1", "10.0.0.2"]);
        await FailOnceAsync(client);
        await FailOnceAsync(client);
        _down.Clear();

        using var response = await client.GetAsync("http://api/");

        Assert.True(response.IsSuccessStatusCode);
    }

    private static Dictionary<string, string?> Two() => new()
    {
        ["services:api:http:0"] = "http://10.0.0.1",
        ["services:api:http:1"] = "http://10.0.0.2",
    };

    private static async Task FailOnceAsync(HttpClient client)
    {
        for (var i = 0; i < 2; i++)
        {
            try
            {
                (await client.GetAsync("http://api/")).Dispose();
            }
            catch (HttpRequestException)
            {
                return;
            }
        }

        Assert.Fail("No instance failed.");
    }

    private HttpClient Client(Dictionary<string, string?> configuration)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        services.AddConfiguredDiscovery();
        services.AddHttpClient("any").ConfigurePrimaryHttpMessageHandler(() => new StubHandler(Answer));
        return services.BuildServiceProvider().GetRequiredService<IHttpClientFactory>().CreateClient("any");
    }

    private HttpResponseMessage Answer(HttpRequestMessage request)
    {
        var uri = request.RequestUri!;
        _asked.Add($"{uri.Scheme}://{uri.Host}:{uri.Port}{uri.PathAndQuery}");
        return _down.Contains(uri.Host) ? throw new HttpRequestException(HttpRequestError.ConnectionError, "down") : new HttpResponseMessage();
    }
}
