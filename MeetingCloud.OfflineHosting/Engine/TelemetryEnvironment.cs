using Microsoft.Extensions.Configuration;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>The OpenTelemetry variables of a project: its name, and where to send where the AppHost has been told.</summary>
internal static class TelemetryEnvironment
{
    private static readonly string[] Exporter = ["OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_PROTOCOL", "OTEL_EXPORTER_OTLP_HEADERS"];

    public static EnvironmentVariables For(string name, IConfiguration configuration) => new(_ =>
    {
        List<KeyValuePair<string, string?>> variables =
        [
            new("OTEL_SERVICE_NAME", name),
            new("OTEL_RESOURCE_ATTRIBUTES", $"service.instance.id={name}"),
        ];
        variables.AddRange(Exporter
            .Where(variable => !string.IsNullOrEmpty(configuration[variable]))
            .Select(variable => KeyValuePair.Create(variable, configuration[variable])));
        return new(variables);
    });
}
