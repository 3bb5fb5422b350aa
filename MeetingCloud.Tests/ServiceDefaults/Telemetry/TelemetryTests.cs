using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Tests.ServiceDefaults.Telemetry;

[Collection(TelemetryRunsAlone.Name)]
public sealed partial class TelemetryTests : IAsyncLifetime
{
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(100);

    private OtlpReceiver _collector = null!;

    public async Task InitializeAsync() => _collector = await OtlpReceiver.StartAsync();

    public async Task DisposeAsync() => await _collector.DisposeAsync();

    [Fact]
    public async Task Signals_AllReachTheCollector_WhenTheServiceEnds()
    {
        using var source = new ActivitySource("MeetingCloud.Tests.Telemetry");
        using var meter = new Meter("MeetingCloud.Tests.Telemetry");
        var counter = meter.CreateCounter<long>("papers_counted");

        await RunAsync(async client =>
        {
            using (source.StartActivity("our own work"))
            {
                (await client.GetAsync("/papers/42")).Dispose();
            }

            counter.Add(3);
        });

        Assert.True(_collector.Got("traces", "telemetry-test"), "service.name");
        Assert.True(_collector.Got("traces", "GET /papers/{id}"), "the server's span, named by its route");
        Assert.True(_collector.Got("traces", "/papers/42"), "url.path");
        Assert.True(_collector.Got("traces", "our own work"), "our own source");
        Assert.True(_collector.Got("traces", "url.full"), "HttpClient's span");
        Assert.True(_collector.Got("metrics", "http.server.request.duration"), "ASP.NET Core's meter");
        Assert.True(_collector.Got("metrics", "papers_counted"), "our own meter");
        Assert.True(_collector.Got("metrics", "dotnet.gc.collections"), "the runtime's meter");
        Assert.True(_collector.Got("logs", "Paper 42 was read"), "logs");
        Assert.True(_collector.Got("logs", "telemetry-test"), "service.name of logs");
    }

    [Theory]
    [InlineData("Logging:LogLevel:Default", "Information")]
    [InlineData("Logging:LogLevel:Microsoft.AspNetCore", "Trace")]
    [InlineData("Logging:LogLevel:Microsoft.AspNetCore.Http.Result.RedirectResult", "Trace")]
    [InlineData("Logging:LogLevel:Microsoft.*.RedirectResult", "Trace")]
    [InlineData("Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics", "Trace")]
    [InlineData("Logging:OpenTelemetry:LogLevel:Microsoft.AspNetCore", "Debug")]
    public async Task Secrets_AreInNoSignal_WhateverIsConfigured(string setting, string level)
    {
        await RunAsync(
            async client =>
            {
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "the-admin-key-9d1");
                client.DefaultRequestHeaders.Add("X-Access-Code", "the-access-code-9d2");
                (await client.GetAsync("/papers/42?code=the-code-9d3&signature=the-signature-9d4")).Dispose();
                (await client.GetAsync("/links/42")).Dispose();
                await SendNonsenseAsync(client.BaseAddress!);
            },
            settings: (setting, level));

        Assert.True(_collector.Got("traces", "GET /papers/{id}"));
        Assert.True(_collector.Got("traces", "GET /links/{id}"));
        Assert.True(_collector.Got("logs", "Paper 42 was read"));
        foreach (var signal in new[] { "traces", "metrics", "logs" })
        {
            foreach (var secret in new[] { "the-admin-key-9d1", "the-access-code-9d2", "the-code-9d3", "the-signature-9d4", "the-signature-9d5", "the-signature-9d6" })
            {
                Assert.False(_collector.Got(signal, secret), $"{secret} in {signal}");
            }
        }
    }

    [Fact]
    public async Task HealthProbes_LeaveNoSpan()
    {
        await RunAsync(async client =>
        {
            // A client without tracing of its own, as a probe is.
            using var probe = new HttpClient(new SocketsHttpHandler { ActivityHeadersPropagator = null }) { BaseAddress = client.BaseAddress };
            (await probe.GetAsync("/health")).Dispose();
            (await probe.GetAsync("/alive")).Dispose();
            (await client.GetAsync("/papers/42")).Dispose();
        });

        Assert.True(_collector.Got("traces", "GET /papers/{id}"));
        Assert.False(_collector.Got("traces", "/health"));
        Assert.False(_collector.Got("traces", "/alive"));
    }

    [Fact]
    public async Task Service_EndsInItsTime_WhenTheCollectorDoesNotAnswer()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var ticks = 0;
        using var ended = new CancellationTokenSource();
        var counting = Task.CompletedTask;

        await RunAsync(
            async client =>
            {
                (await client.GetAsync("/papers/42")).Dispose();
                counting = CountAsync();
            },
            $"http://{silent.LocalEndpoint}");

        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => counting);
        Assert.InRange(ticks * s_tick, TimeSpan.Zero, ShutdownOptions.TidyUp);

        // Time in which this machine ran: what it stands still for is one tick.
        async Task CountAsync()
        {
            using var timer = new PeriodicTimer(s_tick);
            while (await timer.WaitForNextTickAsync(ended.Token))
            {
                ticks++;
            }
        }
    }

    /// <summary>A target that Kestrel refuses, and would cite.</summary>
    private static async Task SendNonsenseAsync(Uri address)
    {
        using var line = new TcpClient();
        await line.ConnectAsync(address.Host, address.Port);
        await using var stream = line.GetStream();
        await stream.WriteAsync("GET ?signature=the-signature-9d6 HTTP/1.1\r\n\r\n"u8.ToArray());
        using var reader = new StreamReader(stream);
        Assert.StartsWith("HTTP/1.1 400 ", await reader.ReadLineAsync(), StringComparison.Ordinal);
    }

    private async Task RunAsync(Func<HttpClient, Task> act, string? collector = null, params (string Name, string? Value)[] settings)
    {
        await using var service = await TestService.StartAsync(
            app =>
            {
                app.MapGet("/papers/{id}", (string id, ILogger<TelemetryTests> logger) =>
                {
                    PaperWasRead(logger, id);
                    return id;
                });
                app.MapGet("/links/{id}", (string id) => TypedResults.Redirect($"/papers/{id}?signature=the-signature-9d5", preserveMethod: true));
            },
            builder => builder.Services.AddHttpClient("probe").ConfigurePrimaryHttpMessageHandler(() => new SocketsHttpHandler { AllowAutoRedirect = false }),
            [
                ("OTEL_EXPORTER_OTLP_ENDPOINT", collector ?? _collector.Address),
                ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
                ("OTEL_SERVICE_NAME", "telemetry-test"),
                .. settings,
            ]);
        using var client = service.App.Services.GetRequiredService<IHttpClientFactory>().CreateClient("probe");
        client.BaseAddress = service.Address;
        await act(client);
        await service.App.StopAsync();
    }

    [LoggerMessage(1, LogLevel.Information, "Paper {Id} was read")]
    private static partial void PaperWasRead(ILogger logger, string id);
}
