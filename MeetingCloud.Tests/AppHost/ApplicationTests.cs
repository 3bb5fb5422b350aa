using System.Net;
using Aspire.Hosting.Testing;

namespace MeetingCloud.Tests.AppHost;

[Collection(AppHostGroup.Name)]
public sealed class ApplicationTests(RunningAppHost running)
{
    public static TheoryData<string> Services => [.. RunningAppHost.Services];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Service_IsAliveAndHealthy_OnceTheApplicationRuns(string service)
    {
        using var client = running.Application.CreateHttpClient(service);

        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/alive", UriKind.Relative))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/health", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public void Service_HasAPortOfItsOwn_WhenTestsRunSideBySide()
    {
        var ports = RunningAppHost.Services.Select(service => running.Application.GetEndpoint(service).Port).ToList();

        Assert.Distinct(ports);
        Assert.DoesNotContain(8000, ports);
    }

    [Fact]
    public async Task Redis_HasAConnectionString_OnceTheApplicationRuns()
    {
        Assert.Matches("^[^,]+:[0-9]+", await running.Application.GetConnectionStringAsync("redis"));
    }
}
