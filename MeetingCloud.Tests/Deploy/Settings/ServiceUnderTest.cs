using MeetingCloud.Api;
using MeetingCloud.Dav;
using MeetingCloud.Node;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Web;
using Microsoft.AspNetCore.Builder;

namespace MeetingCloud.Tests.Deploy.Settings;

/// <summary>A service as its <c>Program.cs</c> puts it together, to see which settings it reads and which it accepts. It is never started.</summary>
/// <param name="Name">As the resource is called wherever it is deployed.</param>
/// <param name="PortVariable">What tells it its port.</param>
/// <param name="FolderVariables">Where it writes, <c>/tmp</c> apart.</param>
internal sealed record ServiceUnderTest(string Name, string PortVariable, string[] FolderVariables, Action<WebApplicationBuilder> Add)
{
    // So that what is read only where something else is set is read too.
    private static readonly Dictionary<string, string> s_everything = new(StringComparer.Ordinal)
    {
        ["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://localhost:4317",
        ["WEBDAV_URL_1"] = "http://localhost:8101",
    };

    // Read by the OpenTelemetry SDK, and only once the service runs.
    private static readonly string[] s_whenItRuns = ["OTEL_METRIC_EXPORT_INTERVAL"];

    public static IReadOnlyDictionary<string, ServiceUnderTest> All { get; } = new ServiceUnderTest[]
    {
        new("api", "PORT", ["UPLOAD_DIR"], static builder => builder.AddControlPlane()),
        new("node", NodeOptions.PortVariable, ["STORAGE_PATH"], static builder => builder.AddNode()),
        new("web", "PORT", ["DATA_PROTECTION_PATH"], static builder => builder.AddWeb()),
        new("dav", "PORT", ["DAV_ROOT"], static builder => builder.AddDav()),
    }.ToDictionary(service => service.Name);

    /// <summary>All variables that it reads; of the pool's servers those of the first.</summary>
    public IReadOnlySet<string> Reads() => Run(s_everything).Asked.Concat(s_whenItRuns).ToHashSet(StringComparer.Ordinal);

    /// <summary>What it says when nothing is set.</summary>
    public IReadOnlyList<string> Requires() => [.. Run([]).Errors.Select(error => error.Name)];

    /// <summary>What it says to these variables at its start.</summary>
    public IReadOnlyList<SettingError> Refuses(IEnumerable<KeyValuePair<string, string>> variables) => Run(variables).Errors;

    private (IReadOnlyList<string> Asked, IReadOnlyList<SettingError> Errors) Run(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var source = new RecordingSource(variables);
        var builder = WebApplication.CreateBuilder();
        builder.Configuration.Sources.Clear();
        builder.Configuration.Sources.Add(source);
        builder.AddServiceDefaults(defaultPort: 8000, portVariable: PortVariable);
        Add(builder);
        IReadOnlyList<SettingError> errors = [];
        try
        {
            builder.GetSettings().ThrowIfInvalid();
        }
        catch (InvalidSettingsException exception)
        {
            errors = exception.Errors;
        }

        return ([.. source.Asked], errors);
    }
}
