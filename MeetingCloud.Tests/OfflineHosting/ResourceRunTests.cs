using System.Diagnostics;
using Aspire.Hosting.ApplicationModel;
using MeetingCloud.OfflineHosting.Engine;
using MeetingCloud.OfflineHosting.Supervision;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.Tests.OfflineHosting;

public sealed class ResourceRunTests
{
    private readonly ExecutableResource _sleeper = new("sleeper", "/bin/sh", "/") { Annotations = { new Arguments(["-c", "sleep 300"]) } };

    [Fact]
    public async Task Run_Ends_WhenTheSupervisorDiesBeforeItTellsOfTheStart()
    {
        await using var supervisor = new SupervisorClient(static _ => { });
        var run = Run(supervisor);

        var running = run.RunAsync(CancellationToken.None);
        using (var process = Process.GetProcessById(supervisor.ProcessId))
        {
            process.Kill();
        }

        await running.WaitAsync(TestApplication.Patience);
        await run.StopAsync(Orchestrator.Grace).WaitAsync(TestApplication.Patience);
    }

    [Fact]
    public async Task Run_EndsWithoutAnError_WhenTheStopComesJustBeforeTheStart()
    {
        var events = 0;
        var supervisor = new SupervisorClient(_ => Interlocked.Increment(ref events));
        var run = Run(supervisor);
        // The last thing that is asked before the start is sent.
        _sleeper.Annotations.Add(EnvironmentVariables.Of("NAME", async _ =>
        {
            await run.StopAsync(Orchestrator.Grace);
            await supervisor.DisposeAsync();
            return "value";
        }));

        await run.RunAsync(CancellationToken.None).WaitAsync(TestApplication.Patience);

        Assert.Equal(0, events);
    }

    private ResourceRun Run(SupervisorClient supervisor)
    {
        var console = new ResourceConsole(TextWriter.Null, coloured: false, showOutput: false);
        var notifications = new ResourceNotificationService();
        var checks = new ServiceCollection().AddLogging().AddHealthChecks().Services.BuildServiceProvider().GetRequiredService<HealthCheckService>();
        return new ResourceRun(_sleeper, supervisor, notifications, new ResourceHealth(checks, notifications, console, TimeProvider.System), console);
    }
}
