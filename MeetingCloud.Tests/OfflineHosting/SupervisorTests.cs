using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using MeetingCloud.OfflineHosting.Supervision;

namespace MeetingCloud.Tests.OfflineHosting;

public sealed class SupervisorTests
{
    private readonly ConcurrentQueue<SupervisorEvent> _events = new();

    [Fact]
    public async Task Lifeline_LeavesNothingRunning_WhenItBreaks()
    {
        var supervisor = new SupervisorClient(_events.Enqueue);
        var family = await StartFamilyAsync(supervisor);

        await supervisor.DisposeAsync();

        await TestApplication.UntilAsync(() => !family.Exists(ProcessTree.IsRunning));
    }

    [Fact]
    public async Task Accident_LeavesNothingRunning_WhenTheSupervisorIsKilled()
    {
        await using var supervisor = new SupervisorClient(_events.Enqueue);
        var family = await StartFamilyAsync(supervisor);

        using (var process = Process.GetProcessById(supervisor.ProcessId))
        {
            process.Kill();
        }

        await supervisor.Ended.WaitAsync(TestApplication.Patience);
        await TestApplication.UntilAsync(() => !family.Exists(ProcessTree.IsRunning));
    }

    [Fact]
    public async Task Stop_KillsAProcess_WhenItDoesNotHearTheSignal()
    {
        await using var supervisor = new SupervisorClient(_events.Enqueue);
        await supervisor.SendAsync(Script("deaf", "trap '' TERM; echo ready; while :; do sleep 0.05; done"));
        await WaitForEventAsync<OutputEvent>();

        await supervisor.SendAsync(new StopCommand("deaf", GraceSeconds: 0.2));

        Assert.Equal(128 + 9, (await WaitForEventAsync<ExitedEvent>()).ExitCode);
    }

    [Fact]
    public async Task Stop_WaitsForAProcess_ThatEndsInItsOwnTime()
    {
        await using var supervisor = new SupervisorClient(_events.Enqueue);
        await supervisor.SendAsync(Script("tidy", "trap 'sleep 0.5; echo done; exit 3' TERM; echo ready; while :; do sleep 0.05; done"));
        await WaitForEventAsync<OutputEvent>();

        await supervisor.SendAsync(new StopCommand("tidy", GraceSeconds: 20));

        Assert.Equal(3, (await WaitForEventAsync<ExitedEvent>()).ExitCode);
        Assert.Contains(_events, static happening => happening is OutputEvent { Line: "done" });
    }

    [Fact]
    public async Task Output_ComesWholeAndInOrder_BeforeTheExit()
    {
        await using var supervisor = new SupervisorClient(_events.Enqueue);

        await supervisor.SendAsync(Script("chatty", "i=0; while [ $i -lt 5000 ]; do echo \"line $i 行\"; i=$((i+1)); done"));
        await WaitForEventAsync<ExitedEvent>();

        Assert.Equal(
            Enumerable.Range(0, 5000).Select(static i => string.Create(CultureInfo.InvariantCulture, $"line {i} 行")),
            _events.OfType<OutputEvent>().Select(static output => output.Line));
        Assert.IsType<ExitedEvent>(_events.Last());
    }

    [Fact]
    public async Task Start_TellsTheReason_WhenThereIsNoSuchProgram()
    {
        await using var supervisor = new SupervisorClient(_events.Enqueue);

        await supervisor.SendAsync(new StartCommand("ghost", "/no/such/program", [], "/", new Dictionary<string, string?>()));

        Assert.Contains("/no/such/program", (await WaitForEventAsync<NotStartedEvent>()).Reason, StringComparison.Ordinal);
    }

    private static StartCommand Script(string name, string script) =>
        new(name, "/bin/sh", ["-c", script], "/", new Dictionary<string, string?>());

    /// <summary>A shell with a grandchild, which ignores what would end it politely, in the background.</summary>
    private async Task<List<int>> StartFamilyAsync(SupervisorClient supervisor)
    {
        await supervisor.SendAsync(Script("family", "(trap '' TERM HUP; sleep 300) & echo $!; wait"));
        var child = int.Parse((await WaitForEventAsync<OutputEvent>()).Line, CultureInfo.InvariantCulture);
        var parent = _events.OfType<StartedEvent>().Single().ProcessId;
        List<int> family = [.. ProcessTree.Of(parent).Append(child).Distinct()];
        Assert.All(family, static id => Assert.True(ProcessTree.IsRunning(id)));
        return family;
    }

    private async Task<T> WaitForEventAsync<T>()
        where T : SupervisorEvent
    {
        await TestApplication.UntilAsync(() => _events.OfType<T>().Any());
        return _events.OfType<T>().First();
    }
}
