using System.Net;
using MeetingCloud.Contracts;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Web.Attendees;

/// <summary>
/// One meeting, asked for at most every <see cref="Fresh"/>, however many attendees come. While the control plane is away, what it last
/// said is shown for up to <see cref="Kept"/>.
/// </summary>
internal sealed class CachedMeeting(
    string id, Func<string, CancellationToken, Task<MeetingData>> fetch, TimeProvider time, ILogger<AttendeeMeetings> logger)
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>From then on readers are told how old it is.</summary>
    public static readonly TimeSpan Old = TimeSpan.FromSeconds(10);

    /// <summary>How long one who could be shown an older copy waits for a new one.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task _refresh = Task.CompletedTask;
    private DateTimeOffset _tried = DateTimeOffset.MinValue;
    private MeetingCopy _copy = new(null, IsKnown: false, DateTimeOffset.MinValue, IsOld: false);

    public async Task<MeetingCopy> GetAsync(CancellationToken cancellationToken)
    {
        var refresh = Refresh();
        if (Now() is { IsKnown: true } copy)
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(refresh, Task.Delay(Patience, time, patience.Token));
            await patience.CancelAsync();
            return refresh.IsCompleted ? Now() : copy;
        }

        await refresh.WaitAsync(cancellationToken);
        return Now();
    }

    private MeetingCopy Now()
    {
        lock (_lock)
        {
            var age = time.GetUtcNow() - _copy.AsOf;
            return _copy.IsKnown && age <= Kept ? _copy with { IsOld = age > Old } : _copy with { Data = null, IsKnown = false };
        }
    }

    private Task Refresh()
    {
        lock (_lock)
        {
            if (_refresh.IsCompleted && time.GetUtcNow() - _tried >= Fresh)
            {
                _refresh = RefreshAsync();
            }

            return _refresh;
        }
    }

    // Not under an attendee's token: others wait for the same answer. Never fails.
    private async Task RefreshAsync()
    {
        await Task.Yield();
        try
        {
            Learned(await fetch(id, CancellationToken.None));
        }
        catch (ControlPlaneException e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            Learned(null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            Log.Away(logger, id, e.Message);
        }

        lock (_lock)
        {
            _tried = time.GetUtcNow();
        }
    }

    private void Learned(MeetingData? data)
    {
        lock (_lock)
        {
            _copy = new MeetingCopy(data, IsKnown: true, time.GetUtcNow(), IsOld: false);
        }
    }
}
