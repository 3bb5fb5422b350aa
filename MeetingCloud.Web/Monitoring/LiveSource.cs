using System.Collections.Concurrent;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Web.Monitoring;

/// <summary>
/// Asks the control plane again and again, once for all open pages together, and only while there is one. An outage changes nothing but
/// what the view says: the next interval asks again.
/// </summary>
/// <param name="ask">Gets the last value too, for answers that say only what is new.</param>
/// <param name="interval">From an answer to the next question.</param>
/// <param name="patience">An answer that takes longer is none, and the page says so. 3 s where none is given.</param>
internal sealed class LiveSource<T>(
    Func<T?, CancellationToken, Task<T>> ask, TimeSpan interval, TimeProvider time, ILogger logger, TimeSpan? patience = null)
    : ILiveSource, IDisposable
    where T : class
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_firstPaint = TimeSpan.FromSeconds(0.7);

    private readonly ConcurrentDictionary<Watch, byte> _watches = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly WakeSignal _again = new();
    private readonly Lock _lock = new();
    private volatile LiveView<T> _current = LiveView<T>.Empty;
    private Task? _loop;

    public LiveView<T> Current => _current;

    /// <summary>Whether any page is open that shows it.</summary>
    public bool IsWatched => !_watches.IsEmpty;

    public IDisposable Subscribe(Action changed)
    {
        var watch = new Watch(this, changed);
        _watches.TryAdd(watch, 0);
        lock (_lock)
        {
            // It goes on for all after the first reader has left, whose trace and culture are not its own.
            using (ExecutionContext.SuppressFlow())
            {
                _loop ??= Task.Run(LoopAsync);
            }
        }

        return watch;
    }

    /// <summary>The view, brought up to date where nobody has watched lately; what there is, where no answer comes soon.</summary>
    public async Task<LiveView<T>> GetAsync(CancellationToken cancellationToken)
    {
        var current = _current;
        if (current.Value is not null && time.GetUtcNow() - current.TakenAt <= 2 * interval)
        {
            return current;
        }

        var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using (Subscribe(() => answered.TrySetResult()))
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            await Task.WhenAny(answered.Task, Task.Delay(s_firstPaint, time, pause.Token));
            await pause.CancelAsync();
        }

        cancellationToken.ThrowIfCancellationRequested();
        return _current;
    }

    public void Refresh() => _again.Set();

    public void Dispose()
    {
        _stopping.Cancel();
        _stopping.Dispose();
    }

    private async Task LoopAsync()
    {
        var stopping = _stopping.Token;
        while (!stopping.IsCancellationRequested)
        {
            await AskAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var (watch, _) in _watches)
            {
                watch.Changed();
            }

            await _again.WaitAsync(interval, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lock (_lock)
            {
                if (_watches.IsEmpty)
                {
                    _loop = null;
                    return;
                }
            }
        }
    }

    private async Task AskAsync(CancellationToken stopping)
    {
        var before = _current;
        using var timer = new CancellationTokenSource(patience ?? s_patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, stopping);
        try
        {
            var value = await ask(before.Value, either.Token);
            if (before.Fault is not null)
            {
                Log.ControlPlaneBack(logger);
            }

            _current = new LiveView<T>(value, time.GetUtcNow(), Fault: null);
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !stopping.IsCancellationRequested))
        {
            var fault = LiveFault.Of(e, before.Fault?.Since ?? time.GetUtcNow());
            if (before.Fault != fault)
            {
                Log.ControlPlaneAway(logger, fault.Kind, e.Message);
            }

            _current = before with { Fault = fault };
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            // Nobody foresaw it. The pages must not go on as if what they show were true.
            var fault = LiveFault.Of(e, before.Fault?.Since ?? time.GetUtcNow());
            if (before.Fault != fault)
            {
                Log.AskingFailed(logger, e);
            }

            _current = before with { Fault = fault };
        }
    }

    private sealed class Watch(LiveSource<T> source, Action changed) : IDisposable
    {
        public void Changed() => changed();

        public void Dispose() => source._watches.TryRemove(this, out _);
    }
}
