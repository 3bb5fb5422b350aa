using System.Globalization;
using System.Text;

namespace MeetingCloud.Api.Origins.Leases;

/// <summary>Requests by the part of a window in which they were granted. As text: <c>part=count</c>, separated by spaces.</summary>
internal sealed class SpentParts
{
    private readonly SortedDictionary<long, int> _counts = [];

    public bool IsEmpty => _counts.Count == 0;

    /// <summary>The oldest part; null where there is none.</summary>
    public long? First => _counts.Count > 0 ? _counts.First().Key : null;

    /// <summary>What others wrote is added up; what cannot be read counts for nothing.</summary>
    public void AddText(string text)
    {
        foreach (var pair in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0
                && long.TryParse(pair.AsSpan(0, equals), NumberStyles.None, CultureInfo.InvariantCulture, out var part)
                && int.TryParse(pair.AsSpan(equals + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            {
                Add(part, count);
            }
        }
    }

    public void Add(long part, int count)
    {
        var sum = _counts.GetValueOrDefault(part) + count;
        if (sum > 0)
        {
            _counts[part] = sum;
        }
        else
        {
            _counts.Remove(part);
        }
    }

    public void Clear() => _counts.Clear();

    public void ForgetBefore(long part)
    {
        while (First < part)
        {
            _counts.Remove(_counts.First().Key);
        }
    }

    /// <summary>From that part on.</summary>
    public int Sum(long from) => _counts.Where(pair => pair.Key >= from).Sum(pair => pair.Value);

    public bool Has(long part) => _counts.ContainsKey(part);

    public override string ToString() => _counts
        .Aggregate(new StringBuilder(), (text, pair) => text.Append(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value} "))
        .ToString();
}
