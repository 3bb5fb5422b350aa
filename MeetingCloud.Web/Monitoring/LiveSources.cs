using System.Collections.Concurrent;

namespace MeetingCloud.Web.Monitoring;

/// <summary>Live sources by what they ask for, each shared by all pages that show it, and forgotten some time after the last of them.</summary>
internal sealed class LiveSources<TKey, T>(
    Func<TKey, T?, CancellationToken, Task<T>> ask, TimeSpan interval, TimeProvider time, ILogger logger) : IDisposable
    where TKey : notnull
    where T : class
{
    // Long enough that going back to a page shows it at once.
    private static readonly TimeSpan s_memory = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<TKey, Entry> _sources = new();

    /// <summary>What is remembered now.</summary>
    public int Count => _sources.Count;

    public LiveSource<T> this[TKey key]
    {
        get
        {
            Forget();
            var entry = _sources.GetOrAdd(key, k => new Entry(
                new LiveSource<T>((last, cancellationToken) => ask(k, last, cancellationToken), interval, time, logger)));
            entry.AskedForAt = time.GetUtcNow();
            return entry.Source;
        }
    }

    public void Dispose()
    {
        foreach (var (_, entry) in _sources)
        {
            entry.Source.Dispose();
        }
    }

    // Not disposed of: a page that has just got hold of one may go on with it, and one that nobody watches holds nothing.
    private void Forget()
    {
        var before = time.GetUtcNow() - s_memory;
        foreach (var pair in _sources)
        {
            if (!pair.Value.Source.IsWatched && pair.Value.AskedForAt < before && pair.Value.Source.Current.TakenAt < before)
            {
                _sources.TryRemove(pair);
            }
        }
    }

    private sealed class Entry(LiveSource<T> source)
    {
        public LiveSource<T> Source => source;

        public DateTimeOffset AskedForAt { get; set; }
    }
}
