using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.Tests.Deploy.Settings;

/// <summary>Environment variables that remember which of them, or of those that are not there, were asked for.</summary>
internal sealed class RecordingSource : ConfigurationProvider, IConfigurationSource
{
    private readonly ConcurrentDictionary<string, bool> _asked = new(StringComparer.OrdinalIgnoreCase);

    public RecordingSource(IEnumerable<KeyValuePair<string, string>> variables)
    {
        foreach (var (name, value) in variables)
        {
            Data[name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal)] = value;
        }
    }

    public IEnumerable<string> Asked => _asked.Keys.Select(key => key.Replace(ConfigurationPath.KeyDelimiter, "__", StringComparison.Ordinal));

    public override bool TryGet(string key, out string? value)
    {
        _asked[key] = true;
        return base.TryGet(key, out value);
    }

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;
}
