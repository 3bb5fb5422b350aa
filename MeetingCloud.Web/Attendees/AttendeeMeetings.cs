using MeetingCloud.Contracts;
using Microsoft.Extensions.Caching.Memory;

namespace MeetingCloud.Web.Attendees;

/// <summary>The meetings that attendees look at. It stands between the crowd and the control plane.</summary>
internal sealed class AttendeeMeetings(IServiceScopeFactory scopes, TimeProvider time, ILogger<AttendeeMeetings> logger) : IDisposable
{
    /// <summary>Meetings remembered.</summary>
    private const int Capacity = 1000;

    /// <summary>Requests at a time: whoever makes up ids cannot keep the control plane busy.</summary>
    private const int Requests = 16;

    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = Capacity });
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
            // Names of nothing do not take the room of what is there.
            _cache.Remove(id);
        }

        return copy;
    }

    public void Dispose()
    {
        _cache.Dispose();
        _requests.Dispose();
    }

    private async Task<MeetingData> FetchAsync(string id, CancellationToken cancellationToken)
    {
        await _requests.WaitAsync(cancellationToken);
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
}
