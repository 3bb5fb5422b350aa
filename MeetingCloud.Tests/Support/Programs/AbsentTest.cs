using Xunit.Abstractions;
using Xunit.Sdk;

namespace MeetingCloud.Tests.Support.Programs;

/// <summary>A test that does not exist on this machine: neither passed, failed nor skipped. Standard error says why.</summary>
internal static class AbsentTest
{
    public static IEnumerable<IXunitTestCase> Because(ITestMethod test, string reason)
    {
        Console.Error.WriteLine($"{test.TestClass.Class.Name}.{test.Method.Name} does not exist here: {reason}");
        return [];
    }
}
