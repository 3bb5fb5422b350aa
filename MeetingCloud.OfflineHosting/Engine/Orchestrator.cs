using Aspire.Hosting.ApplicationModel;
using MeetingCloud.OfflineHosting.Supervision;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>Starts the resources in the order of their dependencies, and stops them in the reverse.</summary>
internal sealed class Orchestrator(
    ResourceModel model,
    ResourceNotificationService notifications,
    HealthCheckService checks,
    ResourceConsole console,
    IConfiguration configuration,
    IHostApplicationLifetime lifetime,
    TimeProvider time) : IHostedService, IAsyncDisposable
{
    /// <summary>
    /// How long each resource may take to end. A service of ours gives running downloads 30 s, and itself 5 s to tidy up; the rest is to spare, as
    /// it is where the application is published.
    /// </summary>
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(40);

    /// <summary>A stop that takes no longer says nothing.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, ResourceRun> _runs = new(StringComparer.Ordinal);
    private SupervisorClient? _supervisor;
    private Task _background = Task.CompletedTask;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        model.ThrowIfCircular();
        PortAllocator.Allocate(model.Resources, configuration.GetValue<bool>("DcpPublisher:RandomizePorts"));
        console.Expect(model.Resources.Where(LaunchPlan.IsProcess).Select(static resource => resource.Name));

        _supervisor = new SupervisorClient(OnEvent);
        var health = new ResourceHealth(checks, notifications, console, time);
        foreach (var resource in model.Resources)
        {
            if (LaunchPlan.IsProcess(resource))
            {
                _runs.Add(resource.Name, new ResourceRun(resource, _supervisor, notifications, health, console));
            }
            else
            {
                await notifications.PublishUpdateAsync(
                    resource, static state => state with { State = KnownResourceStates.Running, HealthStatus = HealthStatus.Healthy });
            }
        }

        _background = Task.WhenAll(
            [.. _runs.Values.Select(run => run.RunAsync(_stopping.Token)), AnnounceAsync(_stopping.Token), GuardAsync(_supervisor)]);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_supervisor is not { } supervisor)
        {
            return;
        }

        _supervisor = null;
        await _stopping.CancelAsync();
        await StopResourcesAsync();
        await supervisor.DisposeAsync();
        await _background;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _stopping.Dispose();
    }

    /// <summary>Stops the resources in their order, or all at once when a second signal asks for it.</summary>
    private async Task StopResourcesAsync()
    {
        using var signal = new SecondSignal(time);
        var stops = new Dictionary<IResource, Task>();
        var inOrder = Task.WhenAll(_runs.Values.Select(run => StopInOrderAsync(run, stops)));
        var first = Task.WhenAny(inOrder, signal.Came);
        try
        {
            await first.WaitAsync(Quiet, time);
        }
        catch (TimeoutException)
        {
            var names = string.Join(", ", _runs.Values.Where(static run => run.IsRunning).Select(static run => run.Resource.Name));
            console.Say($"Stopping {names}: downloads that are under way have up to 30 s. Ctrl+C again stops at once.");
        }

        if (await first != inOrder)
        {
            await Task.WhenAll(_runs.Values.Select(static run => run.StopAsync(TimeSpan.Zero)));
        }

        await inOrder;
    }

    /// <summary>Stops a resource when all that depend on it have stopped.</summary>
    private Task StopInOrderAsync(ResourceRun run, Dictionary<IResource, Task> stops)
    {
        if (stops.TryGetValue(run.Resource, out var already))
        {
            return already;
        }

        var dependents = _runs.Values
            .Where(other => ResourceModel.DependenciesOf(other.Resource).Contains(run.Resource))
            .Select(other => StopInOrderAsync(other, stops))
            .ToArray();
        return stops[run.Resource] = StopAsync();

        async Task StopAsync()
        {
            await Task.WhenAll(dependents);
            await run.StopAsync(Grace);
        }
    }

    private void OnEvent(SupervisorEvent happening) => _runs[happening.Name].On(happening);

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var name in _runs.Keys)
            {
                await notifications.WaitForResourceAsync(
                    name, static happening => ResourceNotificationService.IsHealthy(happening.Snapshot), cancellationToken);
            }

            console.Say(AddressTable.Of(model.Resources) + "\nCtrl+C stops them.");
        }
        catch (OperationCanceledException)
        {
            // Stopped before all were up.
        }
    }

    private async Task GuardAsync(SupervisorClient supervisor)
    {
        await supervisor.Ended;
        if (!_stopping.IsCancellationRequested)
        {
            console.Warn("The supervisor has died, and the resources with it: stopping.");
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }
}
