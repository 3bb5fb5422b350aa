using System.Net;
using System.Text.Json;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.Tests.ServiceDefaults.Health;

public sealed class HealthEndpointTests
{
    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task HealthAndAlive_AnswerWithoutACredential_InEveryEnvironment(string environment)
    {
        await using var service = await TestService.StartAsync(add: builder => builder.Environment.EnvironmentName = environment);

        foreach (var path in new[] { "/health", "/alive" })
        {
            using var response = await service.CreateClient().GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Equal("healthy", (await ReadAsync(response)).GetProperty("status").GetString());
        }
    }

    [Theory]
    [InlineData(HealthStatus.Degraded, HttpStatusCode.OK, "degraded")]
    [InlineData(HealthStatus.Unhealthy, HttpStatusCode.ServiceUnavailable, "unhealthy")]
    public async Task Health_NamesTheCheckAndItsState_WhenOneIsNotWell(HealthStatus status, HttpStatusCode code, string name)
    {
        await using var service = await TestService.StartAsync(add: builder =>
            builder.Services.AddHealthChecks().AddCheck("disk", () => new HealthCheckResult(status, "nearly full")));
        using var client = service.CreateClient();

        using var health = await client.GetAsync("/health");
        using var alive = await client.GetAsync("/alive");

        Assert.Equal(code, health.StatusCode);
        var body = await ReadAsync(health);
        Assert.Equal(name, body.GetProperty("status").GetString());
        var disk = body.GetProperty("checks").GetProperty("disk");
        Assert.Equal(name, disk.GetProperty("status").GetString());
        Assert.Equal("nearly full", disk.GetProperty("description").GetString());
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }

    [Fact]
    public async Task Health_KeepsExceptionsToItself_WhenACheckThrows()
    {
        await using var service = await TestService.StartAsync(add: builder => builder.Services.AddHealthChecks()
            .AddCheck("database", () => throw new InvalidOperationException("Host=db;Password=hunter2")));

        using var response = await service.CreateClient().GetAsync("/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("database", body, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", body, StringComparison.Ordinal);
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.True(response.Headers.CacheControl?.NoStore);
        return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync());
    }
}
