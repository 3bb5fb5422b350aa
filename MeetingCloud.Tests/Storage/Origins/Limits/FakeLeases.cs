using System.Collections.Concurrent;
using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Tests.Storage.Origins.Limits;

/// <summary>Leases as other processes leave them to this one.</summary>
internal sealed class FakeLeases : IOriginLeases
{
    /// <summary>Slots that others do not hold.</summary>
    public int Slots { get; set; } = int.MaxValue;

    /// <summary>Requests that others have left.</summary>
    public int Requests { get; set; } = int.MaxValue;

    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Thrown instead of an answer.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Waited for before each answer about slots.</summary>
    public Task Ready { get; set; } = Task.CompletedTask;

    public TimeSpan RenewInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How many slots were wanted, call by call.</summary>
    public ConcurrentQueue<int> Wanted { get; } = new();

    public async ValueTask<int> HoldSlotsAsync(string serverId, int capacity, int wanted, int inUse, CancellationToken cancellationToken)
    {
        Wanted.Enqueue(wanted);
        await Ready.WaitAsync(cancellationToken);
        return Failure is null ? Math.Min(wanted, Slots) : throw Failure;
    }

    public ValueTask<RequestGrant> TakeRequestsAsync(
        string serverId, string budget, int limit, TimeSpan window, int wanted, CancellationToken cancellationToken)
    {
        var granted = Math.Min(wanted, Requests);
        Requests -= granted;
        return new(new RequestGrant(granted, granted < wanted ? RetryAfter : TimeSpan.Zero));
    }
}
