using System.Collections.Concurrent;
using System.Globalization;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace MeetingCloud.Tests.ServiceDefaults.Redis;

public sealed class RedisClientTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Service_StartsDegraded_AndConnectsByItself_WhenRedisComesLaterAndGoesAgain()
    {
        await using var redis = await RedisServer.StartNewAsync();
        await redis.StopAsync();
        await using var service = await StartAsync(redis.ConnectionString);
        using var client = service.CreateClient();
        Assert.Contains("\"redis\":{\"status\":\"degraded\"", await HealthAsync(client), StringComparison.Ordinal);

        for (var round = 0; round < 2; round++)
        {
            await redis.StartAsync();
            await Eventually.BecomesTrueAsync(
                async () => (await HealthAsync(client)).Contains("\"redis\":{\"status\":\"healthy\"", StringComparison.Ordinal),
                s_patience,
                "the service is connected");
            var database = service.App.Services.GetRequiredService<IConnectionMultiplexer>().GetDatabase();
            await database.StringSetAsync("key", round.ToString(CultureInfo.InvariantCulture));
            Assert.Equal(round, (int)await database.StringGetAsync("key"));

            await redis.StopAsync();
            await Eventually.BecomesTrueAsync(
                async () => (await HealthAsync(client)).Contains("\"redis\":{\"status\":\"degraded\"", StringComparison.Ordinal),
                s_patience,
                "the service notices that Redis is gone");
        }
    }

    [Fact]
    public async Task Password_IsInNoLog_WhenRedisIsOutOfReach()
    {
        var logs = new LogKeeper();
        await using (var service = await StartAsync(
            $"127.0.0.1:{Ports.Next().ToString(CultureInfo.InvariantCulture)},password=hunter2-secret",
            builder => builder.Logging.SetMinimumLevel(LogLevel.Trace).AddProvider(logs)))
        {
            await Eventually.BecomesTrueAsync(
                () => logs.Lines.Any(line => line.Contains("Redis is out of reach", StringComparison.Ordinal)), s_patience, "the outage is logged");
        }

        Assert.DoesNotContain(logs.Lines, line => line.Contains("hunter2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, "is missing")]
    [InlineData("127.0.0.1:6379,password=hunter2-secret,colour=blue", "is not of the form")]
    [InlineData("password=hunter2-secret", "is not of the form")]
    public void ConnectionString_IsRefusedWithoutQuotingIt_WhenItCannotWork(string? connectionString, string complaint)
    {
        var builder = TestService.CreateBuilder(("ConnectionStrings:redis", connectionString));
        builder.AddRedis();

        var error = Assert.Throws<InvalidSettingsException>(builder.GetSettings().ThrowIfInvalid);

        Assert.Contains("ConnectionStrings__redis: " + complaint, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
    }

    private static Task<TestService> StartAsync(string connectionString, Action<WebApplicationBuilder>? add = null) => TestService.StartAsync(
        add: builder =>
        {
            builder.AddRedis();
            add?.Invoke(builder);
        },
        settings: ("ConnectionStrings:redis", connectionString));

    private static async Task<string> HealthAsync(HttpClient client)
    {
        using var response = await client.GetAsync("/health");
        // Degraded is no reason to take the service out of rotation.
        Assert.True(response.IsSuccessStatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    private sealed class LogKeeper : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
