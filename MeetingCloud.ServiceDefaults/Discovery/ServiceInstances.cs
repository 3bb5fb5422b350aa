using System.Collections.Concurrent;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// The instances of services by configuration, as Aspire's AppHost injects them: <c>services__{name}__{http|https}__{n}</c>. They take
/// turns; one that failed is passed over for <see cref="Pause"/>, unless all have.
/// </summary>
internal sealed class ServiceInstances(IConfiguration configuration, TimeProvider time)
{
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Uri, long> _failedAt = new();
    private uint _turn;

    /// <summary>An instance for an address such as <c>http://api</c>, or null where configuration does not know it.</summary>
    public Uri? Choose(Uri address)
    {
        // Whoever gives a port means that very address.
        if (!address.IsDefaultPort)
        {
            return null;
        }

        var known = Known(address.Host, address.Scheme);
        if (known.Count == 0)
        {
            return null;
        }

        var turn = (int)(Interlocked.Increment(ref _turn) % (uint)known.Count);
        Uri? oldestFailure = null;
        for (var i = 0; i < known.Count; i++)
        {
            var instance = known[(turn + i) % known.Count];
            if (!_failedAt.TryGetValue(instance, out var failedAt) || time.GetElapsedTime(failedAt) >= Pause)
            {
                return instance;
            }

            if (oldestFailure is null || failedAt < _failedAt.GetValueOrDefault(oldestFailure, long.MinValue))
            {
                oldestFailure = instance;
            }
        }

        return oldestFailure;
    }

    public void Failed(Uri instance) => _failedAt[instance] = time.GetTimestamp();

    /// <summary>Read each time, because configuration may be reloaded; a start has few of them.</summary>
    private List<Uri> Known(string service, string schemes)
    {
        var known = new List<Uri>();
        // "https+http://api" takes https where there is some, else http.
        foreach (var scheme in schemes.Split('+'))
        {
            foreach (var entry in configuration.GetSection($"services:{service}:{scheme}").GetChildren())
            {
                if (Parse(entry.Value, scheme) is { } instance)
                {
                    known.Add(instance);
                }
            }

            if (known.Count > 0)
            {
                break;
            }
        }

        return known;
    }

    private static Uri? Parse(string? value, string scheme)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            return null;
        }

        var text = value.Contains("://", StringComparison.Ordinal) ? value : $"{scheme}://{value}";
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
            ? uri
            : throw new InvalidOperationException($"'{value}' is not the address of a service, such as http://10.0.0.5:8000.");
    }
}
