using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.Tests.OfflineHosting;

public sealed class LifecycleTests
{
    [Fact]
    public async Task Resources_StartInTheOrderOfTheirDependenciesAndStopInTheReverse()
    {
        await using var application = new TestApplication();
        var first = Add("first");
        var second = Add("second").WaitFor(first);
        Add("third").WaitFor(second);

        await application.StartAsync();
        await application.HealthyAsync("third");
        await application.StopAsync();

        Assert.Equal(
            ["start first", "start second", "start third", "stop third", "stop second", "stop first"],
            application.FileOf("order").Split('\n', StringSplitOptions.RemoveEmptyEntries));

        // Healthy once it has written: a process that runs may not have come that far.
        IResourceBuilder<ExecutableResource> Add(string name)
        {
            application.Builder.Services.AddHealthChecks().AddCheck(name, () => application.HasLine($"start {name}")
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy());
            return application.AddRecorder(name).WithHealthCheck(name);
        }
    }

    [Fact]
    public async Task Resource_IsNotStarted_WhileWhatItWaitsForIsNotHealthy()
    {
        await using var application = new TestApplication();
        var ready = false;
        application.Builder.Services.AddHealthChecks().AddCheck(
            "ready", () => ready ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy());
        var slow = application.AddRecorder("slow").WithHealthCheck("ready");
        application.AddRecorder("next").WaitFor(slow);

        await application.StartAsync();
        await application.InStateAsync("slow", KnownResourceStates.Running);
        await TestApplication.UntilAsync(() => application.HasLine("start slow"));
        await application.InStateAsync("next", KnownResourceStates.Waiting);
        Assert.DoesNotContain("start next", application.FileOf("order"), StringComparison.Ordinal);

        ready = true;
        await application.HealthyAsync("next");
    }

    [Fact]
    public async Task Addresses_AreTold_OnceAllIsHealthy()
    {
        await using var application = new TestApplication();
        application.AddRecorder("server").WithHttpEndpoint(name: "http");

        await application.StartAsync();
        // What comes last of all that is told.
        await TestApplication.UntilAsync(() => application.Console.Contains("Ctrl+C stops them.", StringComparison.Ordinal));

        Assert.Contains("All resources are healthy", application.Console, StringComparison.Ordinal);
        Assert.Matches(@"apphost \|   server  http://localhost:[0-9]+", application.Console);
    }

    [Fact]
    public async Task Death_IsToldWithExitCodeAndLastLines_WhenAResourceDies()
    {
        await using var application = new TestApplication();
        application.AddScript("fragile", "echo the reason is this >&2; exit 7");

        await application.StartAsync();
        var end = await application.InStateAsync("fragile", KnownResourceStates.Exited);
        await TestApplication.UntilAsync(() => application.Console.Contains("has ended", StringComparison.Ordinal));

        Assert.Equal(7, end.Snapshot.ExitCode);
        Assert.Contains("'fragile' has ended with exit code 7. Its last lines:", application.Console, StringComparison.Ordinal);
        Assert.Contains("the reason is this", application.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dependent_FailsWithTheReason_WhenWhatItWaitsForDies()
    {
        await using var application = new TestApplication();
        var failing = application.Builder.Services.AddHealthChecks().AddCheck("never", () => HealthCheckResult.Unhealthy());
        Assert.NotNull(failing);
        var fragile = application.AddScript("fragile", "exit 7").WithHealthCheck("never");
        application.AddRecorder("dependent").WaitFor(fragile);

        await application.StartAsync();
        await application.InStateAsync("dependent", KnownResourceStates.FailedToStart);

        Assert.Contains("'dependent' could not be started: The resource 'fragile' will not become healthy", application.Console, StringComparison.Ordinal);
        await Assert.ThrowsAsync<DistributedApplicationException>(() => application.HealthyAsync("dependent"));
    }

    [Fact]
    public async Task Resource_FailsWithTheReason_WhenItsProgramIsNotThere()
    {
        await using var application = new TestApplication();
        application.Builder.AddResource(new ExecutableResource("ghost", "/no/such/program", "/"));

        await application.StartAsync();
        await application.InStateAsync("ghost", KnownResourceStates.FailedToStart);

        Assert.Contains("'ghost' could not be started: ", application.Console, StringComparison.Ordinal);
        Assert.Contains("/no/such/program", application.Console, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Application_RefusesToStart_WhenResourcesWaitForEachOther()
    {
        await using var application = new TestApplication();
        var hen = application.AddRecorder("hen");
        var egg = application.AddRecorder("egg").WaitFor(hen);
        hen.WaitFor(egg);

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(application.StartAsync);

        Assert.Contains("hen → egg → hen", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Application_NamesEveryTakenPort_WhenItStarts()
    {
        await using var application = new TestApplication();
        using var one = TestApplication.Occupy();
        using var other = TestApplication.Occupy();
        var taken = new[] { one, other }.Select(static listener => ((System.Net.IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        application.AddRecorder("a").WithHttpEndpoint(port: taken[0]);
        application.AddRecorder("b").WithHttpEndpoint(port: taken[1]);

        var refusal = await Assert.ThrowsAsync<DistributedApplicationException>(application.StartAsync);

        Assert.Contains($"port {taken[0]}, wanted by 'a'; port {taken[1]}, wanted by 'b'", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Application_StartsOnOtherPorts_WhenTheyAreTakenButRandomized()
    {
        await using var application = new TestApplication("--DcpPublisher:RandomizePorts=true");
        using var occupant = TestApplication.Occupy();
        var server = application.AddRecorder("a").WithHttpEndpoint(port: ((System.Net.IPEndPoint)occupant.LocalEndpoint).Port);

        await application.StartAsync();

        Assert.NotEqual(((System.Net.IPEndPoint)occupant.LocalEndpoint).Port, server.GetEndpoint("http").Port);
    }
}
