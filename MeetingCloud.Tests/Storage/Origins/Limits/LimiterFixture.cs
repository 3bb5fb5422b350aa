using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.Origins.Limits;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Storage.Origins.Limits;

/// <summary>A limiter on a clock of its own, and those who wait at it by name.</summary>
internal sealed class LimiterFixture : IDisposable
{
    private readonly List<string> _order = [];
    private readonly Dictionary<string, Task<OriginPermit>> _waiting = new(StringComparer.Ordinal);

    public LimiterFixture(int capacity, IOriginLeases? leases = null, int? perWindow = null, int? perSecond = null, TimeSpan? window = null)
    {
        Limiter = new OriginLimiter(
            new OriginServerOptions
            {
                Id = "s",
                Account = new WebDavAccount(new Uri("http://127.0.0.1/"), "u", "p"),
                MaxConcurrent = capacity,
                RequestsPerWindow = perWindow,
                RequestsPerSecond = perSecond,
                Window = window ?? TimeSpan.FromMinutes(30),
            },
            leases ?? new LocalLeases(Clock),
            Clock);
    }

    public ManualTimeProvider Clock { get; } = new();

    public OriginLimiter Limiter { get; }

    /// <summary>Names of those who had their turn, in that order.</summary>
    public IReadOnlyList<string> Order
    {
        get
        {
            lock (_order)
            {
                return [.. _order];
            }
        }
    }

    /// <summary>Asks for a turn.</summary>
    public Task<OriginPermit> Enter(string name, OriginPriority priority = OriginPriority.Upload, CancellationToken cancellationToken = default) =>
        _waiting[name] = EnterAsync(name, priority, cancellationToken);

    /// <summary>Gets turns that must be given at once.</summary>
    public OriginPermit[] Take(int count, OriginPriority priority = OriginPriority.Upload) => [.. Enumerable.Range(0, count).Select(_ =>
    {
        var permit = Limiter.AcquireAsync(priority, CancellationToken.None);
        Assert.True(permit.IsCompleted);
        return permit.Result;
    })];

    /// <summary>Waits until somebody has had his turn; the limit only ends a test that hangs.</summary>
    public Task<OriginPermit> TurnOf(string name) => _waiting[name].WaitAsync(TimeSpan.FromSeconds(20));

    /// <summary>Waits until the limiter waits for the clock.</summary>
    public async Task ArmedAsync()
    {
        // A wait from before the latest change is about to end, and its timer with it.
        await Eventually.BecomesTrueAsync(() => Limiter.IsSettled, TimeSpan.FromSeconds(20), "the limiter has seen all changes");
        await Clock.WhenArmedAsync();
    }

    public bool Waits(string name) => !_waiting[name].IsCompleted;

    public void Dispose() => Limiter.Dispose();

    private async Task<OriginPermit> EnterAsync(string name, OriginPriority priority, CancellationToken cancellationToken)
    {
        var permit = await Limiter.AcquireAsync(priority, cancellationToken);
        lock (_order)
        {
            _order.Add(name);
        }

        return permit;
    }
}
