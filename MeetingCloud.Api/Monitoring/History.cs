using MeetingCloud.Contracts;

namespace MeetingCloud.Api.Monitoring;

/// <summary>The samples of the last hour, as all instances saw it. Memory is bounded: old samples go, and a sample names at most <see cref="MaxNodes"/> nodes.</summary>
internal sealed class History(TimeProvider time)
{
    public const int Samples = 360;

    /// <summary>More than the cluster is made for; 360 samples of so many take 9 MB.</summary>
    public const int MaxNodes = 1000;

    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly HistorySample[] _ring = new HistorySample[Samples];
    private int _count;

    public void Add(HistorySample sample)
    {
        lock (_lock)
        {
            _ring[_count++ % Samples] = sample;
        }
    }

    /// <summary>What came after <paramref name="since"/>; all where it is null.</summary>
    public ClusterHistory After(DateTimeOffset? since)
    {
        var samples = Read(since);
        return new ClusterHistory(
            time.GetUtcNow(),
            Interval.TotalSeconds,
            [.. samples.Select(s => s.At)],
            HistoryPivot.Nodes(samples),
            new NodeCountHistory([.. samples.Select(s => s.Active)], [.. samples.Select(s => s.Known)]),
            HistoryPivot.Servers(samples));
    }

    private HistorySample[] Read(DateTimeOffset? since)
    {
        lock (_lock)
        {
            var kept = Math.Min(_count, Samples);
            return
            [
                .. Enumerable.Range(_count - kept, kept).Select(i => _ring[i % Samples]).Where(s => since is null || s.At > since),
            ];
        }
    }
}
