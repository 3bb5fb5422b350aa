using System.Globalization;
using System.Text.RegularExpressions;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Api.Origins;

/// <summary>The origin's settings, by the names of their environment variables.</summary>
/// <param name="Pool">The servers; null where there are none, and the disk is the origin.</param>
/// <param name="CacheBytes"><c>ORIGIN_CACHE_BYTES</c>: most that files of the pool may take on the control plane's disk.</param>
/// <param name="RepairDelay"><c>WEBDAV_REPAIR_DELAY</c>: how long a server may be out before its copies are made anew elsewhere.</param>
/// <param name="Timeout"><c>WEBDAV_TIMEOUT</c>: how long a server may take to answer, and each pause in a body.</param>
internal sealed partial record OriginOptions(OriginPoolOptions? Pool, long CacheBytes, TimeSpan RepairDelay, TimeSpan Timeout)
{
    private const int MostServers = 99;
    private const long DefaultCache = 20L << 30;

    public static OriginOptions Read(SettingsReader settings)
    {
        var cache = settings.Bytes("ORIGIN_CACHE_BYTES", DefaultCache);
        var delay = settings.Seconds("WEBDAV_REPAIR_DELAY", defaultValue: 300, min: 0, max: 7 * 24 * 3600);
        var timeout = settings.Seconds("WEBDAV_TIMEOUT", defaultValue: 20, min: 0.5, max: 600);
        var strategy = settings.Choice("WEBDAV_STRATEGY", "hash", "round-robin", "least-busy");
        var replicas = settings.OptionalInteger("WEBDAV_REPLICAS", 1, 10);
        var interval = settings.Milliseconds("WEBDAV_HEALTH_CHECK_INTERVAL", 60_000, 1_000, 3_600_000);
        var servers = ReadServers(settings);
        if (replicas > servers.Count && servers.Count > 0)
        {
            settings.Error("WEBDAV_REPLICAS", $"is {replicas}, more than there are servers ({servers.Count})");
        }

        var pool = servers.Count == 0 ? null : new OriginPoolOptions
        {
            Servers = servers,
            Strategy = strategy switch
            {
                "round-robin" => PlacementStrategy.RoundRobin,
                "least-busy" => PlacementStrategy.LeastBusy,
                _ => PlacementStrategy.Hash,
            },
            Replicas = replicas,
            HealthCheckInterval = interval,
        };
        return new OriginOptions(pool, cache, delay, timeout);
    }

    private static List<OriginServerOptions> ReadServers(SettingsReader settings)
    {
        var numbers = new SortedSet<int>();
        foreach (var name in settings.NamesWith("WEBDAV_"))
        {
            var match = NumberedName().Match(name.ToUpperInvariant());
            if (!match.Success)
            {
                continue;
            }

            if (int.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                && number is >= 1 and <= MostServers && match.Groups["number"].Value[0] != '0')
            {
                numbers.Add(number);
            }
            else
            {
                settings.Error(name, $"servers are numbered from 1 to {MostServers}, without zeros in front");
            }
        }

        var servers = numbers.Select(number => ReadServer(settings, number.ToString(CultureInfo.InvariantCulture))).OfType<OriginServerOptions>().ToList();
        foreach (var twins in servers.GroupBy(server => (server.Account.Url, server.Account.UserName)).Where(group => group.Count() > 1))
        {
            settings.Error(
                $"WEBDAV_URL_{twins.Last().Id["server".Length..]}",
                $"names the same account as {string.Join(", ", twins.SkipLast(1).Select(twin => twin.Id))}: two copies there would be lost together");
        }

        if (servers.Count > 0 && servers.TrueForAll(server => !server.Enabled))
        {
            settings.Error("WEBDAV_ENABLED_n", "is false for every server: no file could be stored");
        }

        return servers;
    }

    private static OriginServerOptions? ReadServer(SettingsReader settings, string number)
    {
        var urlName = $"WEBDAV_URL_{number}";
        var url = settings.HttpAddress(urlName);
        var user = settings.Required($"WEBDAV_USERNAME_{number}");
        var password = settings.Required($"WEBDAV_PASSWORD_{number}");
        if (user.Contains(':', StringComparison.Ordinal))
        {
            settings.Error($"WEBDAV_USERNAME_{number}", "holds a colon, which Basic authentication cannot carry (RFC 7617)");
        }

        if (url is null && settings.Optional(urlName) is null)
        {
            settings.Error(urlName, $"is missing, but other variables of server {number} are set");
        }

        var requests = settings.OptionalInteger($"WEBDAV_REQUESTS_PER_WINDOW_{number}", 1, 1_000_000);
        var burst = settings.OptionalInteger($"WEBDAV_REQUESTS_PER_SECOND_{number}", 1, 10_000);
        // Below, every file would be hundreds of parts.
        var largest = settings.OptionalBytes($"WEBDAV_MAX_FILE_BYTES_{number}", min: 1 << 20);
        var concurrent = settings.Integer($"WEBDAV_MAX_CONCURRENT_{number}", 20, 1, 1000);
        var weight = settings.Integer($"WEBDAV_PRIORITY_{number}", 1, 0, 100);
        var enabled = settings.Boolean($"WEBDAV_ENABLED_{number}", defaultValue: true);
        var window = settings.Seconds($"WEBDAV_WINDOW_SECONDS_{number}", 1800, 1, 7 * 24 * 3600);
        return url is null ? null : new OriginServerOptions
        {
            Id = $"server{number}",
            Account = new WebDavAccount(url, user, password),
            MaxConcurrent = concurrent,
            Weight = weight,
            Enabled = enabled,
            Description = settings.Optional($"WEBDAV_DESCRIPTION_{number}"),
            RequestsPerWindow = requests,
            Window = window,
            RequestsPerSecond = burst,
            MaxFileBytes = largest,
        };
    }

    [GeneratedRegex("^WEBDAV_(URL|USERNAME|PASSWORD|MAX_CONCURRENT|PRIORITY|ENABLED|DESCRIPTION|REQUESTS_PER_WINDOW|REQUESTS_PER_SECOND|WINDOW_SECONDS|MAX_FILE_BYTES)_(?<number>[0-9]+)$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NumberedName();
}
