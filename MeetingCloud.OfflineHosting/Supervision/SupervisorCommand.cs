using System.Text.Json.Serialization;

namespace MeetingCloud.OfflineHosting.Supervision;

/// <summary>A line of the supervisor's standard input.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(StartCommand), "start")]
[JsonDerivedType(typeof(StopCommand), "stop")]
internal abstract record SupervisorCommand(string Name);

/// <summary>Start a process. <paramref name="Environment"/> is added to the supervisor's own; null removes a variable.</summary>
/// <param name="Removal">Arguments with which the same program removes what goes on when the process has been killed; null: nothing does.</param>
internal sealed record StartCommand(
    string Name,
    string FileName,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string?> Environment,
    IReadOnlyList<string>? Removal = null)
    : SupervisorCommand(Name);

/// <summary>Ask a process to end, and kill it with its descendants if it has not done so within <paramref name="GraceSeconds"/>.</summary>
internal sealed record StopCommand(string Name, double GraceSeconds) : SupervisorCommand(Name);
