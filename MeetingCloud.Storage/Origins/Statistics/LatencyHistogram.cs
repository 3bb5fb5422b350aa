using System.Numerics;

namespace MeetingCloud.Storage.Origins.Statistics;

/// <summary>
/// Durations of the last five to six minutes in buckets of at most 1/16 of their value (log-linear, after HdrHistogram): quantiles in
/// little memory. Safe for concurrent use.
/// </summary>
public sealed class LatencyHistogram(TimeProvider time)
{
    private const int SubBits = 4;
    private const int Sub = 1 << SubBits;
    private const int Slices = 6;

    // Microseconds up to 2^36, which is 19 hours.
    private const int Buckets = (36 - SubBits + 1) * Sub;
    private static readonly TimeSpan s_slice = TimeSpan.FromMinutes(1);

    private readonly int[][] _slices = [.. Enumerable.Range(0, Slices).Select(_ => new int[Buckets])];
    private readonly Lock _lock = new();
    private readonly long _start = time.GetTimestamp();
    private long _slice;

    public void Record(TimeSpan duration)
    {
        var bucket = BucketOf((long)duration.TotalMicroseconds);
        lock (_lock)
        {
            Turn();
            _slices[_slice % Slices][bucket]++;
        }
    }

    /// <summary>How many durations fell into each bucket lately; buckets without any are left out.</summary>
    public IReadOnlyDictionary<int, int> Counts()
    {
        var counts = new Dictionary<int, int>();
        lock (_lock)
        {
            Turn();
            for (var i = 0; i < Buckets; i++)
            {
                var sum = _slices.Sum(slice => slice[i]);
                if (sum > 0)
                {
                    counts.Add(i, sum);
                }
            }
        }

        return counts;
    }

    /// <summary>The durations that these shares of all stay below or at; null where nothing was recorded lately.</summary>
    /// <param name="counts">As <see cref="Counts"/> gives them, of one histogram or summed over several.</param>
    /// <param name="shares">From 0 to 1.</param>
    public static TimeSpan[]? Quantiles(IReadOnlyDictionary<int, int> counts, params ReadOnlySpan<double> shares)
    {
        ArgumentNullException.ThrowIfNull(counts);
        var total = counts.Values.Sum(count => (long)count);
        if (total == 0)
        {
            return null;
        }

        var ascending = counts.OrderBy(count => count.Key).ToList();
        var result = new TimeSpan[shares.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            var rank = Math.Max(1, (long)Math.Ceiling(shares[i] * total));
            var bucket = 0;
            for (long seen = ascending[0].Value; seen < rank; seen += ascending[bucket].Value)
            {
                bucket++;
            }

            result[i] = TimeSpan.FromMicroseconds(Middle(ascending[bucket].Key));
        }

        return result;
    }

    private void Turn()
    {
        var now = (long)(time.GetElapsedTime(_start) / s_slice);
        for (var old = Math.Max(_slice + 1, now - Slices + 1); old <= now; old++)
        {
            Array.Clear(_slices[old % Slices]);
        }

        _slice = now;
    }

    private static int BucketOf(long microseconds)
    {
        var value = Math.Clamp(microseconds, 0, (1L << 36) - 1);
        if (value < Sub)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - SubBits;
        return ((shift + 1) * Sub) + (int)((value >> shift) - Sub);
    }

    private static double Middle(int bucket)
    {
        if (bucket < Sub)
        {
            return bucket;
        }

        var shift = (bucket / Sub) - 1;
        return (((long)(bucket % Sub) + Sub) << shift) + ((1L << shift) / 2.0);
    }
}
