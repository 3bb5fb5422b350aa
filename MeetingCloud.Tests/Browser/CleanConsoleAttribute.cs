using System.Collections.Concurrent;
using System.Reflection;
using Xunit.Sdk;

namespace MeetingCloud.Tests.Browser;

/// <summary>
/// What consoles of the test's windows said is wrong fails the test: after its end, so that it stands beside what else has failed in it.
/// Windows tell when they are closed; those of one test are gone before the next one begins.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CleanConsoleAttribute : BeforeAfterTestAttribute
{
    private static readonly ConcurrentQueue<string> s_errors = new();

    public static void Report(IEnumerable<string> errors)
    {
        foreach (var error in errors)
        {
            s_errors.Enqueue(error);
        }
    }

    public override void Before(MethodInfo methodUnderTest) => s_errors.Clear();

    public override void After(MethodInfo methodUnderTest) => Assert.Empty(s_errors);
}
