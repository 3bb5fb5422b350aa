using System.Net;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MeetingCloud.Tests.ServiceDefaults.Hosting;

public sealed class GracefulShutdownTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly ManualTimeProvider _clock = new();
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Download_IsFinished_WhenTheServiceIsToldToEndInTheMiddle()
    {
        await using var service = await StartAsync();
        using var client = service.CreateClient();
        using var response = await client.GetAsync("/file", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[100];
        Assert.Equal(1, await body.ReadAsync(buffer));

        var stopped = service.App.StopAsync();
        await ListenersCloseAsync(service.Address);
        Assert.False(stopped.IsCompleted);
        _goOn.SetResult();

        Assert.Equal(1, await body.ReadAsync(buffer));
        Assert.Equal((byte)'b', buffer[0]);
        Assert.Equal(0, await body.ReadAsync(buffer));
        await stopped.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Download_IsCut_WhenItOutlastsTheTimeout_AndTheServiceEnds()
    {
        await using var service = await StartAsync(("SHUTDOWN_TIMEOUT", "30"));
        using var client = service.CreateClient();
        using var response = await client.GetAsync("/file", HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[100];
        Assert.Equal(1, await body.ReadAsync(buffer));

        var stopped = service.App.StopAsync();
        await _clock.WhenArmedAsync();
        await ListenersCloseAsync(service.Address);
        _clock.Advance(TimeSpan.FromSeconds(29));
        Assert.False(stopped.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(1));

        await stopped.WaitAsync(s_patience);
        await Assert.ThrowsAnyAsync<IOException>(async () => await body.ReadExactlyAsync(buffer));
    }

    [Fact]
    public async Task Health_TurnsUnready_WhileRequestsAreStillTaken()
    {
        await using var service = await StartAsync(("SHUTDOWN_DELAY", "10"));
        using var client = service.CreateClient();

        var stopped = service.App.StopAsync();
        await _clock.WhenArmedAsync();
        using var health = await client.GetAsync("/health");
        using var alive = await client.GetAsync("/alive");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, health.StatusCode);
        Assert.Contains("shutting down", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);

        _clock.Advance(TimeSpan.FromSeconds(10));
        await stopped.WaitAsync(s_patience);
    }

    [Fact]
    public void Settings_AreRefusedByName_WhenTheyCannotWork()
    {
        var builder = TestService.CreateBuilder(("SHUTDOWN_TIMEOUT", "soon"), ("PORT", "-1"), ("OTEL_EXPORTER_OTLP_ENDPOINT", "collector"));
        using var app = (IHost)builder.Build();

        var error = Assert.Throws<InvalidSettingsException>(() => ((WebApplication)app).MapDefaultEndpoints());

        Assert.Equal(
            ["OTEL_EXPORTER_OTLP_ENDPOINT", "PORT", "SHUTDOWN_TIMEOUT"],
            error.Errors.Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    private Task<TestService> StartAsync(params (string, string?)[] settings) => TestService.StartAsync(
        app => app.MapGet("/file", async context =>
        {
            context.Response.ContentLength = 2;
            await context.Response.WriteAsync("a");
            await context.Response.Body.FlushAsync();
            await _goOn.Task.WaitAsync(context.RequestAborted);
            await context.Response.WriteAsync("b");
        }),
        builder => builder.Services.AddSingleton<TimeProvider>(_clock),
        settings);

    /// <summary>Ends when the port refuses connections.</summary>
    private static async Task ListenersCloseAsync(Uri address)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!patience.IsCancellationRequested)
        {
            using var socket = new System.Net.Sockets.TcpClient();
            try
            {
                await socket.ConnectAsync(address.Host, address.Port, patience.Token);
            }
            catch (System.Net.Sockets.SocketException)
            {
                return;
            }
        }

        Assert.Fail("The listeners did not close.");
    }
}
