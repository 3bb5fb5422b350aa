using MeetingCloud.Contracts;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Internal;

namespace MeetingCloud.Web.Attendees;

/// <summary>The meetings that attendees look at. It stands between the crowd and the control plane.</summary>
internal sealed class AttendeeMeetings(IServiceScopeFactory scopes, TimeProvider time, ILogger<AttendeeMeetings> logger) : IDisposable
{
    /// <summary>Meetings remembered.</summary>
    private const int Capacity = 1000;

    /// <summary>Requests at a time: whoever makes up ids cannot keep the control plane busy.</summary>
    private const int Requests = 16;

    /// <summary>How long a meeting waits for its turn among them; then the control plane is as good as away.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = Capacity, Clock = new CacheClock(time) });
    private readonly SemaphoreSlim _requests = new(Requests, Requests);

    public async Task<MeetingCopy> GetAsync(string id, CancellationToken cancellationToken)
    {
        CachedMeeting? meeting;
        lock (_cache)
        {
            if (!_cache.TryGetValue(id, out meeting))
            {
                meeting = new CachedMeeting(id, FetchAsync, time, logger);
                _cache.Set(id, meeting, new MemoryCacheEntryOptions { Size = 1, SlidingExpiration = CachedMeeting.Kept });
            }
        }

        var copy = await meeting!.GetAsync(cancellationToken);
        if (copy.Data is null)
        {
            Shorten(id, meeting);
        }

        return copy;
    }

    public void Dispose()
    {
        _cache.Dispose();
        _requests.Dispose();
    }

    // What is not there is remembered for as long as it is not asked for again, and goes first where room is short.
    private void Shorten(string id, CachedMeeting meeting)
    {
        lock (_cache)
        {
            // Who waited long does not put an old one in the place of a newer one.
            if (_cache.TryGetValue(id, out var held) && ReferenceEquals(held, meeting))
            {
                _cache.Set(
                    id,
                    meeting,
                    new MemoryCacheEntryOptions { Size = 1, Priority = CacheItemPriority.Low, AbsoluteExpirationRelativeToNow = CachedMeeting.Fresh });
            }
        }
    }

    private async Task<MeetingData> FetchAsync(string id, CancellationToken cancellationToken)
    {
        await TakeTurnAsync(cancellationToken);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            return await scope.ServiceProvider.GetRequiredService<IMeetingDataClient>().GetAsync(id, cancellationToken);
        }
        finally
        {
            _requests.Release();
        }
    }

    private async Task TakeTurnAsync(CancellationToken cancellationToken)
    {
        using var turn = new CancellationTokenSource(Turn, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(turn.Token, cancellationToken);
        try
        {
            await _requests.WaitAsync(either.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new HttpRequestException($"{Requests} other questions are under way.", e);
        }
    }

    private sealed class CacheClock(TimeProvider time) : ISystemClock
    {
        public DateTimeOffset UtcNow => time.GetUtcNow();
    }
}
