using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using MeetingCloud.Api.Data;
using MeetingCloud.Api.Instances;
using Microsoft.EntityFrameworkCore;
using StackExchange.Redis;

namespace MeetingCloud.Api.Sync;

/// <summary>
/// Reads new changes from the database once for all who listen. It looks when a change is made here or announced by another instance,
/// and every <see cref="s_interval"/> in case an announcement was lost.
/// </summary>
internal sealed class ChangeFeed(
    IDbContextFactory<MeetingDb> databases,
    ChangeSignal signal,
    IConnectionMultiplexer redis,
    ClusterLock cluster,
    TimeProvider time,
    ILogger<ChangeFeed> logger)
    : BackgroundService
{
    /// <summary>Events a listener may be behind before it is cut off; it comes back with its last event's id.</summary>
    private const int Backlog = 1024;

    private const int PageSize = 500;

    /// <summary>A listener that was away for longer reads the active list anyway.</summary>
    private static readonly TimeSpan s_keep = TimeSpan.FromDays(7);
    private static readonly TimeSpan s_interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pruneInterval = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<Channel<ChangeRow>, byte> _listeners = new();
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly InstanceChannel _channel = new(redis, "meetings:changed");
    private bool _subscribed;
    private long _last;

    /// <summary>
    /// All changes after <paramref name="lastEventId"/>, or from now on where it is null, until the caller stops or falls too far behind.
    /// Null stands for a moment in which there was none, for the caller to show that the line is up.
    /// </summary>
    public async IAsyncEnumerable<ChangeRow?> ListenAsync(
        long? lastEventId, TimeSpan idle, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await _started.Task.WaitAsync(cancellationToken);
        var channel = Channel.CreateBounded<ChangeRow>(Backlog);
        _listeners.TryAdd(channel, 0);
        try
        {
            // Listening already, so nothing can fall between what is read here and what comes through the channel.
            // An id that is yet to come was given out before the database was restored from a backup.
            var last = Math.Min(lastEventId ?? long.MaxValue, Volatile.Read(ref _last));
            if (lastEventId is not null)
            {
                IReadOnlyList<ChangeRow> missed;
                do
                {
                    // A page at a time: a listener that takes its time keeps no connection to the database.
                    missed = await ReadAfterAsync(last, PageSize, cancellationToken);
                    foreach (var change in missed)
                    {
                        last = change.Id;
                        yield return change;
                    }
                }
                while (missed.Count == PageSize);
            }

            while (true)
            {
                var more = channel.Reader.WaitToReadAsync(cancellationToken).AsTask();
                while (!await ComesWithinAsync(more, idle, cancellationToken))
                {
                    yield return null;
                }

                if (!await more)
                {
                    yield break;
                }

                while (channel.Reader.TryRead(out var change))
                {
                    if (change.Id > last)
                    {
                        last = change.Id;
                        yield return change;
                    }
                }
            }
        }
        finally
        {
            _listeners.TryRemove(channel, out _);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await FindLastAsync(stoppingToken);
        _started.SetResult();
        var pruned = time.GetTimestamp();
        while (!stoppingToken.IsCancellationRequested)
        {
            var next = signal.Next;
            try
            {
                // Until then the interval finds what others changed.
                _subscribed = _subscribed || await _channel.TrySubscribeAsync(_ => signal.Wake());
                if (signal.TakeMadeHere())
                {
                    _channel.Publish("");
                }

                await ReadNewAsync(stoppingToken);
                if (cluster.IsHeld && time.GetElapsedTime(pruned) > s_pruneInterval)
                {
                    pruned = time.GetTimestamp();
                    await PruneAsync(stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.FeedFailed(logger, e);
            }

            using var pause = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(next, Task.Delay(s_interval, time, pause.Token));
            await pause.CancelAsync();
        }

        foreach (var listener in _listeners.Keys)
        {
            listener.Writer.TryComplete();
        }
    }

    private async Task FindLastAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await using var db = await databases.CreateDbContextAsync(cancellationToken);
                _last = await db.Changes.MaxAsync(c => (long?)c.Id, cancellationToken) ?? 0;
                return;
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.FeedFailed(logger, e);
                await Task.Delay(s_interval, time, cancellationToken);
            }
        }
    }

    // Ids are committed in their order (WriteGate), so what is above the last one seen is all that is new.
    private async Task<IReadOnlyList<ChangeRow>> ReadAfterAsync(long id, int limit, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        return await db.Changes.AsNoTracking().Where(c => c.Id > id).OrderBy(c => c.Id).Take(limit).ToListAsync(cancellationToken);
    }

    private async Task<bool> ComesWithinAsync(Task<bool> more, TimeSpan idle, CancellationToken cancellationToken)
    {
        await ((Task)more).WaitAsync(idle, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return more.IsCompleted;
    }

    private async Task ReadNewAsync(CancellationToken cancellationToken)
    {
        foreach (var change in await ReadAfterAsync(_last, int.MaxValue, cancellationToken))
        {
            foreach (var listener in _listeners.Keys)
            {
                if (!listener.Writer.TryWrite(change))
                {
                    listener.Writer.TryComplete();
                }
            }

            Volatile.Write(ref _last, change.Id);
        }
    }

    // The newest stays: it says of which state the list of meetings is, and that there ever was a meeting.
    private async Task PruneAsync(CancellationToken cancellationToken)
    {
        var before = time.GetUtcNow() - s_keep;
        await using var db = await databases.CreateDbContextAsync(cancellationToken);
        await db.Changes.Where(c => c.At < before && c.Id < _last).ExecuteDeleteAsync(cancellationToken);
    }
}
