using System.Text.Json.Serialization;

namespace MeetingCloud.OfflineHosting.Supervision;

/// <summary>A line of the supervisor's standard output.</summary>
[JsonPolymorphic]
[JsonDerivedType(typeof(StartedEvent), "started")]
[JsonDerivedType(typeof(NotStartedEvent), "not_started")]
[JsonDerivedType(typeof(OutputEvent), "output")]
[JsonDerivedType(typeof(ExitedEvent), "exited")]
internal abstract record SupervisorEvent(string Name);

internal sealed record StartedEvent(string Name, int ProcessId) : SupervisorEvent(Name);

internal sealed record NotStartedEvent(string Name, string Reason) : SupervisorEvent(Name);

internal sealed record OutputEvent(string Name, string Line) : SupervisorEvent(Name);

/// <summary>The process has ended and all it wrote has been passed on. On Unix a death by signal n has the code 128 + n.</summary>
internal sealed record ExitedEvent(string Name, int ExitCode) : SupervisorEvent(Name);
