using Xunit.Sdk;

namespace MeetingCloud.Tests.Support.Programs;

/// <summary>
/// A test that runs a program of the system. Where the program is not installed there is no such test: it is neither passed, failed nor
/// skipped, the count says so, and standard error says what is missing.
/// </summary>
[XunitTestCaseDiscoverer("MeetingCloud.Tests.Support.Programs.ProgramFactDiscoverer", "MeetingCloud.Tests")]
[AttributeUsage(AttributeTargets.Method)]
public sealed class ProgramFactAttribute(string program) : FactAttribute
{
    public string Program { get; } = program;
}
