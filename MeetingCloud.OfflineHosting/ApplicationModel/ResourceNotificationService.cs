using System.Collections.Concurrent;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>Knows the state of every resource, and tells who waits for one.</summary>
public class ResourceNotificationService
{
    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    internal ResourceNotificationService()
    {
    }

    /// <summary>Waits until the resource is healthy.</summary>
    /// <exception cref="DistributedApplicationException">It failed to start, or ended.</exception>
    public async Task<ResourceEvent> WaitForResourceHealthyAsync(string resourceName, CancellationToken cancellationToken = default)
    {
        var happening = await WaitForResourceAsync(resourceName, static e => IsHealthy(e.Snapshot) || HasEnded(e.Snapshot), cancellationToken);
        return IsHealthy(happening.Snapshot)
            ? happening
            : throw new DistributedApplicationException(
                $"The resource '{resourceName}' will not become healthy: it is in the state '{happening.Snapshot.State?.Text}'"
                + (happening.Snapshot.ExitCode is { } code ? $" with exit code {code}." : "."));
    }

    /// <summary>Waits until <paramref name="predicate"/> holds for the resource.</summary>
    public async Task<ResourceEvent> WaitForResourceAsync(
        string resourceName, Func<ResourceEvent, bool> predicate, CancellationToken cancellationToken = default)
    {
        var entry = Find(resourceName);
        while (true)
        {
            var (current, changed) = entry.Read();
            if (current is not null && predicate(current))
            {
                return current;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Changes what is known of the resource.</summary>
    public Task PublishUpdateAsync(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
    {
        Find(resource.Name).Update(resource, stateFactory);
        return Task.CompletedTask;
    }

    internal static bool IsHealthy(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text == KnownResourceStates.Running && snapshot.HealthStatus == HealthStatus.Healthy;

    internal static bool HasEnded(CustomResourceSnapshot snapshot) =>
        snapshot.State?.Text is { } state
        && (state == KnownResourceStates.FailedToStart || state == KnownResourceStates.Exited || state == KnownResourceStates.Finished);

    private Entry Find(string resourceName) => _entries.GetOrAdd(resourceName, static _ => new Entry());

    private sealed class Entry
    {
        private readonly Lock _lock = new();
        private ResourceEvent? _current;
        private TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public (ResourceEvent? Current, Task Changed) Read()
        {
            lock (_lock)
            {
                return (_current, _changed.Task);
            }
        }

        public void Update(IResource resource, Func<CustomResourceSnapshot, CustomResourceSnapshot> stateFactory)
        {
            lock (_lock)
            {
                _current = new ResourceEvent(resource, resource.Name, stateFactory(_current?.Snapshot ?? new CustomResourceSnapshot()));
                _changed.SetResult();
                _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
