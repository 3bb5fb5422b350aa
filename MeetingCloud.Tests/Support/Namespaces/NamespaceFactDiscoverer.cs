using System.Diagnostics;
using MeetingCloud.Tests.Support.Programs;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace MeetingCloud.Tests.Support.Namespaces;

/// <summary>Finds the tests of <see cref="NamespaceFactAttribute"/> where namespaces with limited lines can be made.</summary>
public sealed class NamespaceFactDiscoverer(IMessageSink messages) : IXunitTestCaseDiscoverer
{
    private static readonly string[] s_programs = ["ip", "tc", "curl", "redis-server"];
    private static readonly Lazy<string?> s_missing = new(FindMissing);

    private readonly FactDiscoverer _facts = new(messages);

    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        s_missing.Value is { } missing ? AbsentTest.Because(testMethod, missing) : _facts.Discover(discoveryOptions, testMethod, factAttribute);

    /// <summary>Makes, and deletes, the least that the tests need.</summary>
    private static string? FindMissing()
    {
        if (s_programs.FirstOrDefault(program => InstalledProgram.Find(program) is null) is { } program)
        {
            return $"{program} is not installed.";
        }

        var name = NetworkNamespace.NewName("probe");
        try
        {
            return Run("ip", "netns", "add", name)
                ?? Run("ip", "-n", name, "link", "add", "near", "type", "veth", "peer", "name", "far")
                ?? Run("ip", "netns", "exec", name, "tc", "qdisc", "add", "dev", "near", "root", "tbf", "rate", "1mbit", "burst", "10kb", "latency", "50ms");
        }
        finally
        {
            Run("ip", "netns", "delete", name);
        }
    }

    /// <summary>Null where it did what was asked.</summary>
    private static string? Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(InstalledProgram.Find(program)!, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{program} {string.Join(' ', arguments)}: {error.Trim()}";
    }
}
