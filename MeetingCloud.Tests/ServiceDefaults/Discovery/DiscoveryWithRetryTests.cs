using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.ServiceDefaults.Discovery;

public sealed class DiscoveryWithRetryTests
{
    [Fact]
    public async Task Repeat_GoesToAnotherInstance_WhenOneIsDown()
    {
        var asked = new List<string>();
        var clock = new ManualTimeProvider();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([
            new("services:api:http:0", "http://10.0.0.1"),
            new("services:api:http:1", "http://10.0.0.2"),
        ]).Build());
        services.AddConfiguredDiscovery();
        services.AddTransferClient("files", options => options.HeadersTimeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(() => new StubHandler(request =>
            {
                asked.Add(request.RequestUri!.Host);
                return asked.Count == 1 ? throw new HttpRequestException(HttpRequestError.ConnectionError, "down") : new HttpResponseMessage();
            }));
        await using var provider = services.BuildServiceProvider();
        using var client = provider.GetRequiredService<IHttpClientFactory>().CreateClient("files");

        var response = client.GetAsync("http://api/file");
        await clock.WhenArmedAsync();
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.True((await response).IsSuccessStatusCode);
        Assert.Equal(2, asked.Distinct(StringComparer.Ordinal).Count());
    }
}
