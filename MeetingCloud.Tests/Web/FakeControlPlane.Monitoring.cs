using System.Collections.Concurrent;
using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Tests.Web;

internal sealed partial class FakeControlPlane : IMonitoringClient
{
    private int _healthCalls;
    private int _eventCalls;

    public ClusterHistory History { get; set; } = Samples.History(samples: 0);

    public ControlPlaneHealth Health { get; set; } = new("healthy", new Dictionary<string, ControlPlaneCheck>());

    public IReadOnlyList<NodeEvent> Events { get; set; } = [];

    /// <summary>What the history was asked for, question by question.</summary>
    public ConcurrentQueue<DateTimeOffset?> HistorySince { get; } = new();

    public int HealthCalls => Volatile.Read(ref _healthCalls);

    public int EventCalls => Volatile.Read(ref _eventCalls);

    public Task<ClusterHistory> GetHistoryAsync(DateTimeOffset? since, CancellationToken cancellationToken)
    {
        HistorySince.Enqueue(since);
        return Fault is { } fault ? Task.FromException<ClusterHistory>(fault) : Task.FromResult(History);
    }

    public Task<ControlPlaneHealth> GetHealthAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _healthCalls);
        return Fault is { } fault ? Task.FromException<ControlPlaneHealth>(fault) : Task.FromResult(Health);
    }

    public Task<Page<NodeEvent>> GetEventsAsync(string id, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _eventCalls);
        return Fault is { } fault ? Task.FromException<Page<NodeEvent>>(fault) : Task.FromResult(new Page<NodeEvent>(Events, 1, 50, Events.Count));
    }
}
