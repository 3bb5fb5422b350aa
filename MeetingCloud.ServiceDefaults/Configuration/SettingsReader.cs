using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Reads settings by the names of their environment variables and collects what is wrong with them, so that a start reports all
/// of it at once: read everything, then call <see cref="ThrowIfInvalid"/>.
/// </summary>
public sealed partial class SettingsReader(IConfiguration configuration)
{
    private readonly List<SettingError> _errors = [];
    private readonly Dictionary<string, Setting> _asked = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>All that was asked for so far, by name.</summary>
    public IReadOnlyList<Setting> Asked => [.. _asked.Values.OrderBy(setting => setting.Name, StringComparer.Ordinal)];

    /// <summary>The value, or null where the variable is absent or blank.</summary>
    public string? Optional(string name)
    {
        // Whoever looks first whether it is there says less of it than whoever reads it.
        _asked.TryAdd(name, new Setting(name, SettingUnit.Text));
        return Find(name);
    }

    public string Text(string name, string defaultValue)
    {
        Note(new Setting(name, SettingUnit.Text, defaultValue));
        return Find(name) ?? defaultValue;
    }

    /// <summary>The value; an absent one is an error, and an empty string is returned.</summary>
    public string Required(string name)
    {
        Note(new Setting(name, SettingUnit.Text, IsRequired: true));
        if (Find(name) is { } value)
        {
            return value;
        }

        Error(name, "is missing");
        return "";
    }

    /// <summary>A key of at least <paramref name="minLength"/> characters. The value appears in no message.</summary>
    public string Secret(string name, int minLength = 16)
    {
        var value = Required(name);
        Note(new Setting(name, SettingUnit.Secret, Range: $"≥ {SettingFormat.Number(minLength)}", IsRequired: true));
        if (value.Length > 0 && value.Length < minLength)
        {
            Error(name, $"is too short: a key needs at least {minLength} characters");
        }

        return value;
    }

    public int Integer(string name, int defaultValue, int min, int max) => Integer(name, defaultValue, min, max, SettingUnit.Number);

    /// <summary>The same for one without a default.</summary>
    public int? OptionalInteger(string name, int min, int max)
    {
        Note(new Setting(name, SettingUnit.Number, Range: $"{SettingFormat.Number(min)}–{SettingFormat.Number(max)}"));
        return Find(name) is null ? null : Number(name, min, min, max);
    }

    /// <summary>A duration given as a whole number of milliseconds.</summary>
    public TimeSpan Milliseconds(string name, int defaultValue, int min, int max) =>
        TimeSpan.FromMilliseconds(Integer(name, defaultValue, min, max, SettingUnit.Milliseconds));

    /// <summary>A size in bytes; plain digits, or with a unit: <c>512MiB</c>, <c>20GB</c>.</summary>
    public long Bytes(string name, long defaultValue, long min = 0)
    {
        var value = OptionalBytes(name, min) ?? defaultValue;
        Note(_asked[name] with { Default = SettingFormat.Bytes(defaultValue) });
        return value;
    }

    /// <summary>The same for one without a default.</summary>
    public long? OptionalBytes(string name, long min = 0)
    {
        Note(new Setting(name, SettingUnit.Bytes, Range: $"≥ {SettingFormat.Bytes(min)}"));
        if (Find(name) is not { } text)
        {
            return null;
        }

        var match = SizePattern().Match(text);
        if (!match.Success || !decimal.TryParse(match.Groups["number"].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
        {
            Error(name, $"'{text}' is not a size in bytes, such as 1073741824, 20GB or 512MiB");
            return null;
        }

        var unit = match.Groups["unit"].Value.ToUpperInvariant();
        var step = unit.EndsWith("IB", StringComparison.Ordinal) ? 1024m : 1000m;
        var power = unit.Length == 0 ? 0 : "BKMGT".IndexOf(unit[0], StringComparison.Ordinal);
        // No further than matters: a decimal ends at some 10²⁸.
        for (var i = 0; i < power && number <= long.MaxValue; i++)
        {
            number *= step;
        }

        if (number > long.MaxValue)
        {
            Error(name, $"'{text}' is larger than {long.MaxValue} bytes");
            return null;
        }

        if (number < min)
        {
            Error(name, $"'{text}' is below {SettingFormat.Bytes(min)}");
            return null;
        }

        return (long)number;
    }

    /// <summary>A duration given in seconds, fractions allowed.</summary>
    public TimeSpan Seconds(string name, double defaultValue, double min, double max)
    {
        Note(new Setting(name, SettingUnit.Seconds, SettingFormat.Plain(defaultValue), $"{SettingFormat.Number(min)}–{SettingFormat.Seconds(max)}"));
        if (Find(name) is not { } text)
        {
            return TimeSpan.FromSeconds(defaultValue);
        }

        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            Error(name, $"'{text}' is not a number of seconds");
            return TimeSpan.FromSeconds(defaultValue);
        }

        if (value < min || value > max)
        {
            Error(name, $"{text} is not between {min} and {max} seconds");
            return TimeSpan.FromSeconds(defaultValue);
        }

        return TimeSpan.FromSeconds(value);
    }

    /// <summary>An absolute http or https address without query, fragment or credentials; a closing slash is dropped.</summary>
    public Uri? HttpAddress(string name, string? defaultValue = null)
    {
        Note(new Setting(name, SettingUnit.Address, defaultValue));
        if ((Find(name) ?? defaultValue) is not { } text)
        {
            return null;
        }

        if (HttpUrl.Parse(text.TrimEnd('/')) is { } address)
        {
            return address;
        }

        Error(name, "is not an http or https address such as http://10.0.0.5:8000");
        return null;
    }

    /// <summary>One of <paramref name="allowed"/>, whatever its case; the first one where the variable is absent.</summary>
    public string Choice(string name, params ReadOnlySpan<string> allowed)
    {
        Note(new Setting(name, SettingUnit.Text, allowed[0], string.Join(", ", allowed)));
        if (Find(name) is not { } text)
        {
            return allowed[0];
        }

        foreach (var choice in allowed)
        {
            if (string.Equals(choice, text, StringComparison.OrdinalIgnoreCase))
            {
                return choice;
            }
        }

        Error(name, $"'{text}' is none of {string.Join(", ", allowed)}");
        return allowed[0];
    }

    /// <summary><c>true</c> or <c>false</c>; <c>1</c>, <c>yes</c> and <c>on</c>, and their opposites, mean the same.</summary>
    public bool Boolean(string name, bool defaultValue)
    {
        Note(new Setting(name, SettingUnit.Boolean, defaultValue ? "true" : "false"));
        switch (Find(name)?.ToUpperInvariant())
        {
            case null:
                return defaultValue;
            case "TRUE" or "1" or "YES" or "ON":
                return true;
            case "FALSE" or "0" or "NO" or "OFF":
                return false;
            default:
                Error(name, $"'{Find(name)}' is neither true nor false");
                return defaultValue;
        }
    }

    /// <summary>The variables whose names begin so, in no order; blank ones are absent.</summary>
    public IReadOnlyList<string> NamesWith(string prefix) =>
        [.. configuration.GetChildren()
            .Where(setting => setting.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && !string.IsNullOrWhiteSpace(setting.Value))
            .Select(setting => setting.Key)];

    /// <summary>Notes that <paramref name="name"/> cannot work.</summary>
    public void Error(string name, string message) => _errors.Add(new SettingError(name, message));

    /// <exception cref="InvalidSettingsException">Something that was read cannot work.</exception>
    public void ThrowIfInvalid()
    {
        if (_errors.Count > 0)
        {
            throw new InvalidSettingsException([.. _errors]);
        }
    }

    // Where the environment writes "__", configuration has its own separator.
    private string? Find(string name) =>
        configuration[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] is { } value && !string.IsNullOrWhiteSpace(value)
            ? value.Trim()
            : null;

    // Who asks for one without a default leaves the one that it has for others.
    private void Note(Setting setting) =>
        _asked[setting.Name] = setting with { Default = setting.Default ?? _asked.GetValueOrDefault(setting.Name)?.Default };

    private int Integer(string name, int defaultValue, int min, int max, SettingUnit unit)
    {
        Note(new Setting(name, unit, SettingFormat.Plain(defaultValue), $"{SettingFormat.Number(min)}–{SettingFormat.Number(max)}"));
        return Number(name, defaultValue, min, max);
    }

    private int Number(string name, int defaultValue, int min, int max)
    {
        if (Find(name) is not { } text)
        {
            return defaultValue;
        }

        if (!long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            Error(name, $"'{text}' is not a whole number");
            return defaultValue;
        }

        if (value < min || value > max)
        {
            Error(name, $"{text} is not between {min} and {max}");
            return defaultValue;
        }

        return (int)value;
    }

    [GeneratedRegex(@"^(?<number>[0-9]+(\.[0-9]+)?)\s*(?<unit>B|[kKMGT]i?B)?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SizePattern();
}
