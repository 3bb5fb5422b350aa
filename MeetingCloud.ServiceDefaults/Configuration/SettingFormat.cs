using System.Globalization;

namespace MeetingCloud.ServiceDefaults;

/// <summary>Values as people read them, in messages and in the reference.</summary>
internal static class SettingFormat
{
    private const int Day = 24 * 3600;

    private static readonly (long Size, string Unit)[] s_units =
    [
        (1L << 40, "TiB"), (1L << 30, "GiB"), (1L << 20, "MiB"), (1L << 10, "KiB"),
        (1_000_000_000_000, "TB"), (1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB"),
    ];

    /// <summary>As the variable may be written.</summary>
    public static string Plain(double value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("#,0.###", CultureInfo.InvariantCulture);

    /// <summary>In the largest unit that it is a whole multiple of, as the variable may be written.</summary>
    public static string Bytes(long value)
    {
        foreach (var (size, unit) in s_units)
        {
            if (value >= size && value % size == 0)
            {
                return $"{Number(value / size)} {unit}";
            }
        }

        return Number(value);
    }

    /// <summary>With what it comes to, where nobody would see that at once.</summary>
    public static string Seconds(double value) => value switch
    {
        >= 2 * Day when value % Day == 0 => $"{Number(value)} ({Number(value / Day)} d)",
        >= 2 * 3600 when value % 3600 == 0 => $"{Number(value)} ({Number(value / 3600)} h)",
        _ => Number(value),
    };
}
