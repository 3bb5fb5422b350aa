using System.Collections.Concurrent;
using MeetingCloud.Api.Origins.Leases;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using StackExchange.Redis;

namespace MeetingCloud.Tests.Api.Origins.Leases;

/// <summary>An instance of the control plane among those that share limits.</summary>
internal sealed class LeaseMember : IAsyncDisposable
{
    private const string Server = "server1";

    private readonly LeaseLink _link;
    private readonly ConcurrentDictionary<ConnectionType, byte> _restored = new();
    private bool _gone;

    public LeaseMember(ConnectionMultiplexer connection, LeaseOptions options, ManualTimeProvider clock, TimeProvider time, int seed)
    {
        Connection = connection;
        Clock = clock;
        _link = new LeaseLink(connection, options, time, NullLogger<LeaseLink>.Instance);
        Leases = new RedisOriginLeases(_link, options, time, new Random(seed));
        // After the link, which has heard of it by then.
        connection.ConnectionRestored += (_, restored) => _restored[restored.ConnectionType] = 0;
    }

    public bool IsGone => _gone;

    public ConnectionMultiplexer Connection { get; }

    public ManualTimeProvider Clock { get; }

    public RedisOriginLeases Leases { get; }

    /// <summary>
    /// Whether it has heard that Redis is back, as often as it will: once for its commands, and once for its subscriptions where these have a
    /// line of their own.
    /// </summary>
    public bool IsRestored => Connection.IsConnected
        && _restored.ContainsKey(ConnectionType.Interactive)
        && (_restored.ContainsKey(ConnectionType.Subscription) || Connection.GetCounters().Subscription.SocketCount == 0);

    /// <summary>Redis is about to go.</summary>
    public void ForgetRestored() => _restored.Clear();

    public async Task<int> HoldAsync(int capacity, int wanted, int inUse = 0) =>
        await Leases.HoldSlotsAsync(Server, capacity, wanted, inUse, CancellationToken.None);

    public async Task<RequestGrant> TakeAsync(int limit, TimeSpan window, int wanted) =>
        await Leases.TakeRequestsAsync(Server, "window", limit, window, wanted, CancellationToken.None);

    /// <summary>How long Redis goes on knowing of the instance, of what it wants, and of each of the server's slots; all slots are to be its own.</summary>
    public async Task<TimeSpan[]> TimesLeftAsync(int slots) =>
        Array.ConvertAll(await Task.WhenAll(KeysOf(slots).Select(key => Connection.GetDatabase().KeyTimeToLiveAsync(key))), left => left!.Value);

    /// <summary>Lets the clock of Redis run, as far as these are concerned, until they have no more than that.</summary>
    public async Task ExpireAsync(int slots, TimeSpan left) =>
        Assert.All(await Task.WhenAll(KeysOf(slots).Select(key => Connection.GetDatabase().KeyExpireAsync(key, left))), Assert.True);

    /// <summary>Dies: says nothing more, and gives nothing back.</summary>
    public void Kill() => _gone = true;

    public async ValueTask DisposeAsync()
    {
        if (!_gone)
        {
            _gone = true;
            await Leases.DisposeAsync();
        }

        Connection.Dispose();
    }

    private IEnumerable<RedisKey> KeysOf(int slots) =>
    [
        LeaseLink.PresenceOf(_link.Instance),
        $"origin:want:{Server}:{_link.Instance}",
        .. Enumerable.Range(0, slots).Select(slot => (RedisKey)$"origin:slot:{Server}:{slot}"),
    ];
}
