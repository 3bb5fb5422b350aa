namespace MeetingCloud.Tests.ServiceDefaults.Telemetry;

/// <summary>Activity sources and meters are heard in the whole process, so these tests run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class TelemetryRunsAlone
{
    public const string Name = "Telemetry";
}
