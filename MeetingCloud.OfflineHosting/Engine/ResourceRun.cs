using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using MeetingCloud.OfflineHosting.Supervision;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>One resource's process, from waiting for others to its end.</summary>
internal sealed class ResourceRun(IResource resource, SupervisorClient supervisor, ResourceNotificationService notifications, ResourceHealth health, ResourceConsole console)
{
    private readonly TaskCompletionSource<bool> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly OutputTail _tail = new();
    private volatile bool _sent;
    private volatile bool _stopping;

    public IResource Resource => resource;

    /// <summary>Whether there is a process.</summary>
    public bool IsRunning => _started.Task is { IsCompletedSuccessfully: true, Result: true } && !_exited.Task.IsCompleted;

    /// <summary>Starts the resource when what it depends on is healthy, and watches its health until it ends.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StateAsync(KnownResourceStates.Waiting);
            foreach (var dependency in ResourceModel.DependenciesOf(resource))
            {
                await notifications.WaitForResourceHealthyAsync(dependency.Name, cancellationToken);
            }

            await StateAsync(KnownResourceStates.Starting);
            var command = await LaunchPlan.MakeAsync(resource, cancellationToken);
            _sent = true;
            await supervisor.SendAsync(command);
            if (await StartsAsync())
            {
                await health.WatchAsync(resource, _exited.Task, cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The application stops; StopAsync does the rest.
        }
        catch (DistributedApplicationException exception)
        {
            await FailAsync(exception.Message);
        }
    }

    /// <summary>Ends the process, if there is one. Whoever has no more patience calls it once more.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        _stopping = true;
        if (!_sent)
        {
            // A start that is sent from now on is lost with the supervisor, or stopped by it.
            return;
        }

        if (await StartsAsync() && !supervisor.Ended.IsCompleted && !_exited.Task.IsCompleted)
        {
            await notifications.PublishUpdateAsync(
                resource, static state => ResourceNotificationService.HasEnded(state) ? state : state with { State = KnownResourceStates.Stopping });
            await supervisor.SendAsync(new StopCommand(resource.Name, grace.TotalSeconds));
            await Task.WhenAny(_exited.Task, supervisor.Ended);
        }
    }

    public void On(SupervisorEvent happening)
    {
        switch (happening)
        {
            case StartedEvent:
                // Here, in the order of events, and not by whoever awaits the start: the end may be the very next one.
                _ = StateAsync(KnownResourceStates.Running);
                _started.SetResult(true);
                break;

            case NotStartedEvent failure:
                _ = FailAsync(failure.Reason);
                _started.SetResult(false);
                break;

            case OutputEvent output:
                _tail.Add(output.Line);
                console.Output(resource.Name, output.Line);
                break;

            case ExitedEvent exit:
                OnExited(exit.ExitCode);
                break;
        }
    }

    /// <summary>Whether the process has started. A supervisor that dies does not tell.</summary>
    private async Task<bool> StartsAsync()
    {
        await Task.WhenAny(_started.Task, supervisor.Ended);
        return _started.Task.IsCompleted && await _started.Task;
    }

    private void OnExited(int exitCode)
    {
        _ = notifications.PublishUpdateAsync(resource, state => state with
        {
            State = KnownResourceStates.Exited,
            ExitCode = exitCode,
            HealthStatus = HealthStatus.Unhealthy,
        });
        _exited.SetResult();
        if (!_stopping)
        {
            var death = exitCode > 128 ? $"{exitCode} (signal {exitCode - 128})" : $"{exitCode}";
            console.Warn($"'{resource.Name}' has ended with exit code {death}.{_tail.Describe()}");
        }
    }

    private Task FailAsync(string reason)
    {
        console.Warn($"'{resource.Name}' could not be started: {reason}");
        return StateAsync(KnownResourceStates.FailedToStart);
    }

    private Task StateAsync(string state) =>
        notifications.PublishUpdateAsync(resource, current => current with { State = state });
}
