using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Owns the tracer and meter providers: built before anything else starts, flushed after everything else has stopped, and the logs with
/// them. (The package that would do this for us, OpenTelemetry.Extensions.Hosting, is not on every feed; see docs/decisions.)
/// </summary>
internal sealed class TelemetryPipeline(IConfiguration configuration, ResourceBuilder resource, LoggerProvider logs)
    : IHostedLifecycleService, IDisposable
{
    private const string OurOwn = "MeetingCloud.*";

    // Within ShutdownOptions.TidyUp, which the other parts need some of.
    private const int FlushTimeoutMilliseconds = 2000;

    private TracerProvider? _traces;
    private MeterProvider? _metrics;

    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // The exporters read their OTEL_* variables from this configuration, which in tests is not the environment's.
        _traces = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(resource)
            .AddSource("Microsoft.AspNetCore", "System.Net.Http", OurOwn)
            .AddOtlpExporter()
            .Build();
        _metrics = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(resource)
            .AddMeter("Microsoft.AspNetCore.*", "System.Net.Http", "System.Net.NameResolution", "System.Runtime", OurOwn)
            .AddOtlpExporter()
            .Build();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Sends what is left, all at once: a collector that does not answer holds up the end for two seconds.</summary>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.WhenAll(
        Task.Run(() => _traces?.Shutdown(FlushTimeoutMilliseconds), CancellationToken.None),
        Task.Run(() => _metrics?.Shutdown(FlushTimeoutMilliseconds), CancellationToken.None),
        Task.Run(() => logs.Shutdown(FlushTimeoutMilliseconds), CancellationToken.None));

    public void Dispose()
    {
        _traces?.Dispose();
        _metrics?.Dispose();
    }
}
