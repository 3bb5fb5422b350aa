using Xunit.Abstractions;
using Xunit.Sdk;

namespace MeetingCloud.Tests.Support.Programs;

/// <summary>Finds the tests of <see cref="ProgramTheoryAttribute"/> whose programs are there.</summary>
public sealed class ProgramTheoryDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    private readonly TheoryDiscoverer _theories = new(messages);

    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        (string)factAttribute.GetConstructorArguments().Single() is var program && InstalledProgram.Find(program) is null
            ? AbsentTest.Because(testMethod, $"{program} is not installed.")
            : _theories.Discover(discoveryOptions, testMethod, factAttribute);
}
