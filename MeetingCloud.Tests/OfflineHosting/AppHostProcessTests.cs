using System.Net;
using System.Runtime.Versioning;
using MeetingCloud.OfflineHosting.Supervision;

namespace MeetingCloud.Tests.OfflineHosting;

[Collection(AppHostProcessGroup.Name)]
[UnsupportedOSPlatform("windows")]
public sealed class AppHostProcessTests
{
    // Linux's number: /proc, which these tests read, is Linux's too.
    private const int SigStop = 19;

    private const string RandomPorts = "--DcpPublisher:RandomizePorts=true";

    [Theory]
    [InlineData(Posix.SigTerm)]
    [InlineData(Posix.SigInt)]
    public async Task AppHost_LeavesNoProcessAndNoError_WhenItIsAskedToStop(int signal)
    {
        using var appHost = AppHostProcess.Start(RandomPorts);
        var processes = await appHost.ProcessesOnceHealthyAsync();

        Assert.Equal(0, Posix.Kill(appHost.Id, signal));

        Assert.Equal(0, await appHost.ExitCodeAsync());
        AssertFamily(processes);
        Assert.DoesNotContain(processes, ProcessTree.IsRunning);
    }

    [Theory]
    [InlineData(Posix.SigTerm)]
    [InlineData(Posix.SigInt)]
    public async Task AppHost_StopsAtOnce_WhenItIsAskedAgain(int signal)
    {
        using var appHost = AppHostProcess.Start(RandomPorts);
        var processes = await appHost.ProcessesOnceHealthyAsync();
        // It does not end: to the AppHost, as if a download were under way.
        Assert.Equal(0, Posix.Kill(processes.Single(static id => ProcessTree.Runs(id, "MeetingCloud.Web")), SigStop));

        Assert.Equal(0, Posix.Kill(appHost.Id, signal));
        await TestApplication.UntilAsync(() => appHost.Output.Contains("Ctrl+C again stops at once", StringComparison.Ordinal));
        Assert.Equal(0, Posix.Kill(appHost.Id, signal));

        // Within the test's patience, which is shorter than the resource's grace.
        Assert.Equal(0, await appHost.ExitCodeAsync());
        AssertFamily(processes);
        Assert.DoesNotContain(processes, ProcessTree.IsRunning);
    }

    [Fact]
    public async Task AppHost_LeavesNoProcess_WhenItIsKilled()
    {
        using var appHost = AppHostProcess.Start(RandomPorts);
        var processes = await appHost.ProcessesOnceHealthyAsync();

        Assert.Equal(0, Posix.Kill(appHost.Id, Posix.SigKill));

        AssertFamily(processes);
        await TestApplication.UntilAsync(() => !processes.Exists(ProcessTree.IsRunning));
    }

    [Fact]
    public async Task AppHost_LeavesNoProcess_WhenItIsKilledTogetherWithItsSupervisor()
    {
        using var appHost = AppHostProcess.Start(RandomPorts);
        var processes = await appHost.ProcessesOnceHealthyAsync();
        var supervisor = processes.Single(static id => ProcessTree.Runs(id, "MeetingCloud.OfflineHosting"));

        Assert.Equal(0, Posix.Kill(supervisor, SigStop));
        Assert.Equal(0, Posix.Kill(appHost.Id, Posix.SigKill));
        Assert.Equal(0, Posix.Kill(supervisor, Posix.SigKill));

        AssertFamily(processes);
        await TestApplication.UntilAsync(() => !processes.Exists(ProcessTree.IsRunning));
    }

    [Fact]
    public async Task AppHost_LeavesNoProcess_WhenTheDotnetRunThatStartedItIsKilled()
    {
        using var appHost = AppHostProcess.StartByDotnetRun(RandomPorts);
        var processes = await appHost.ProcessesOnceHealthyAsync();

        Assert.Equal(0, Posix.Kill(appHost.Id, Posix.SigKill));

        AssertFamily(processes);
        await TestApplication.UntilAsync(() => !processes.Exists(ProcessTree.IsRunning));
    }

    [Fact]
    public async Task AppHost_NamesThePortAndStartsNothing_WhenItIsTaken()
    {
        using var occupant = OccupyApiPort();
        using var appHost = AppHostProcess.Start();

        Assert.Equal(1, await appHost.ExitCodeAsync());
        Assert.Contains("port 8000, wanted by 'api'", appHost.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Unhandled exception", appHost.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("api     |", appHost.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AppHost_TellsTheUsage_WhenTheCommandLineIsWrong()
    {
        using var appHost = AppHostProcess.Start("--notes", "3");

        Assert.Equal(64, await appHost.ExitCodeAsync());
        Assert.Contains("Unknown argument '--notes'. Usage:", appHost.Output, StringComparison.Ordinal);
    }

    /// <summary>The AppHost, its supervisor, Redis, the API, a WebDAV server, a node and the web at the least.</summary>
    private static void AssertFamily(List<int> processes) => Assert.InRange(processes.Count, 7, 20);

    /// <summary>Null where the port is somebody else's already, which serves as well.</summary>
    private static System.Net.Sockets.TcpListener? OccupyApiPort()
    {
        var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 8000);
        try
        {
            listener.Start();
            return listener;
        }
        catch (System.Net.Sockets.SocketException)
        {
            listener.Dispose();
            return null;
        }
    }
}
