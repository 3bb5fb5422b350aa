using System.Globalization;

namespace MeetingCloud.ServiceDefaults;

/// <summary>The ranges of a <c>Range</c> header, read as RFC 9110, section 14, has it.</summary>
internal static class RangeSet
{
    /// <summary>More ranges than this are refused (RFC 9110, section 17.15: many ranges are a way to attack).</summary>
    public const int MaxRanges = 64;

    private const string Unit = "bytes=";

    /// <summary>Reads a header against a representation of <paramref name="total"/> bytes.</summary>
    /// <returns>
    /// The satisfiable ranges in the order asked for, overlapping or touching neighbours joined; null where the header is to be
    /// ignored (another unit); empty where it is to be refused with 416 (malformed, too many, or nothing satisfiable).
    /// </returns>
    public static IReadOnlyList<ByteRange>? Parse(string header, long total)
    {
        if (!header.StartsWith(Unit, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var ranges = new List<ByteRange>(1);
        var count = 0;
        foreach (var part in header.AsSpan(Unit.Length).Split(','))
        {
            var spec = header.AsSpan(Unit.Length)[part].Trim(" \t");
            if (spec.IsEmpty)
            {
                continue;
            }

            if (++count > MaxRanges || !TryParse(spec, total, out var range))
            {
                return [];
            }

            if (range.Length > 0)
            {
                Add(ranges, range);
            }
        }

        return ranges;
    }

    // Length 0 stands for a well-formed range that this representation cannot satisfy.
    private static bool TryParse(ReadOnlySpan<char> spec, long total, out ByteRange range)
    {
        range = default;
        var dash = spec.IndexOf('-');
        if (dash < 0)
        {
            return false;
        }

        var first = spec[..dash];
        var last = spec[(dash + 1)..];
        if (first.IsEmpty)
        {
            if (!TryPosition(last, out var suffix))
            {
                return false;
            }

            var length = Math.Min(suffix, total);
            range = new ByteRange(total - length, length);
            return true;
        }

        var end = long.MaxValue;
        if (!TryPosition(first, out var start) || (!last.IsEmpty && !TryPosition(last, out end)) || end < start)
        {
            return false;
        }

        if (start < total)
        {
            range = new ByteRange(start, Math.Min(end, total - 1) - start + 1);
        }

        return true;
    }

    // A position past what a long holds is past the end of any file here.
    private static bool TryPosition(ReadOnlySpan<char> digits, out long value)
    {
        value = 0;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        if (!long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value))
        {
            value = long.MaxValue;
        }

        return true;
    }

    // A range that touches earlier ones takes them in, and the place of the first of them.
    private static void Add(List<ByteRange> ranges, ByteRange range)
    {
        var place = ranges.Count;
        for (var i = ranges.Count - 1; i >= 0; i--)
        {
            var other = ranges[i];
            if (range.Offset <= other.Last + 1 && other.Offset <= range.Last + 1)
            {
                var offset = Math.Min(range.Offset, other.Offset);
                range = new ByteRange(offset, Math.Max(range.Last, other.Last) - offset + 1);
                ranges.RemoveAt(i);
                place = Math.Min(place, i);
                // Grown, it may touch one that it did not touch before.
                i = ranges.Count;
            }
        }

        ranges.Insert(place, range);
    }
}
