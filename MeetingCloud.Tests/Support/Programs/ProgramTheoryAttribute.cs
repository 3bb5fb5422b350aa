using Xunit.Sdk;

namespace MeetingCloud.Tests.Support.Programs;

/// <summary>A theory that runs a program of the system; otherwise as <see cref="ProgramFactAttribute"/>.</summary>
[XunitTestCaseDiscoverer("MeetingCloud.Tests.Support.Programs.ProgramTheoryDiscoverer", "MeetingCloud.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramTheoryAttribute(string program) : TheoryAttribute
{
    public string Program { get; } = program;
}
