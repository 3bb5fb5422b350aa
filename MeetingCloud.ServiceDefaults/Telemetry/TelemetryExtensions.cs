using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using OpenTelemetry.Logs;
using OpenTelemetry.Resources;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Traces, metrics and logs over OTLP where <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> is set; the other standard <c>OTEL_*</c> variables are
/// honoured by the SDK. A source or meter named <c>MeetingCloud.*</c> is exported without further ado.
/// </summary>
internal static class TelemetryExtensions
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        if (builder.GetSettings().HttpAddress(Endpoint) is null)
        {
            // Nobody sees spans and scopes then, yet each request would pay for them as long as this category can log anything at all.
            builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
            return;
        }

        // ASP.NET Core leaves the attributes of its spans to an instrumentation package unless told that there is none.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);

        var resource = DescribeService(builder.Configuration, builder.Environment.ApplicationName);
        builder.Services.AddSingleton(resource);
        builder.Services.AddHostedService<TelemetryPipeline>();
        builder.Services.AddTransient<IStartupFilter, RequestSpanFilter>();
        builder.Services.AddSingleton<IHealthCheckPublisher, HealthMetrics>();
        builder.Logging.AddOpenTelemetry(logging =>
        {
            logging.IncludeFormattedMessage = true;
            logging.IncludeScopes = true;
            logging.SetResourceBuilder(resource);
            logging.AddOtlpExporter();
        });
    }

    private static ResourceBuilder DescribeService(ConfigurationManager configuration, string applicationName) =>
        ResourceBuilder.CreateDefault().AddService(
            configuration["OTEL_SERVICE_NAME"] is { Length: > 0 } name ? name : applicationName,
            serviceVersion: typeof(TelemetryExtensions).Assembly.GetName().Version?.ToString(3),
            autoGenerateServiceInstanceId: !(configuration["OTEL_RESOURCE_ATTRIBUTES"] ?? "").Contains("service.instance.id=", StringComparison.Ordinal));
}
