using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Node;

/// <summary>A node's settings, by the names of their environment variables.</summary>
internal sealed record NodeOptions
{
    public const string PortVariable = "NODE_PORT";

    /// <summary><c>NODE_ID</c>; absent: made at the first start and kept in the storage folder.</summary>
    public string? Id { get; init; }

    /// <summary><c>NODE_IP</c>: where attendees and peers reach the node.</summary>
    public required string Ip { get; init; }

    /// <summary><c>NODE_PORT</c>; null or 0: the port that it listens on.</summary>
    public int? Port { get; init; }

    /// <summary>
    /// <c>NODE_NETWORKS</c>: the networks of the site whose attendees this node serves, such as <c>10.3.0.0/16,fd00:3::/48</c>. Nodes
    /// with the same networks are one site and fetch each file once. None: no site, which is a place of its own.
    /// </summary>
    public NetworkSet Networks { get; init; } = NetworkSet.Empty;

    /// <summary><c>NODE_PUBLIC_URL</c>: where attendees reach it when <c>http://ip:port</c> is not it.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary><c>MAIN_SERVER_URL</c>: the control plane; absent: by service discovery, else on this machine.</summary>
    public required Uri ControlPlane { get; init; }

    /// <summary><c>STORAGE_PATH</c>.</summary>
    public required string StoragePath { get; init; }

    /// <summary><c>STORAGE_QUOTA_BYTES</c>: most that blobs may take; absent: the whole disk.</summary>
    public long? QuotaBytes { get; init; }

    /// <summary><c>SYNC_INTERVAL</c>, seconds: the safety net under the event stream.</summary>
    public TimeSpan SyncInterval { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary><c>NODE_HEARTBEAT_TIMEOUT</c>, seconds: after this silence the control plane takes the node for lost.</summary>
    public TimeSpan HeartbeatTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// <c>SCRUB_BYTES_PER_SECOND</c>: how fast stored blobs are read again and again to find rot; 0 turns that off. The default of
    /// 20 MB reads a terabyte in 14 hours and leaves any disk to the attendees.
    /// </summary>
    public long ScrubBytesPerSecond { get; init; } = 20_000_000;

    /// <summary>A quarter of the timeout, so that three may be lost; at most 15 s, so that selection knows the load.</summary>
    public TimeSpan HeartbeatInterval => TimeSpan.FromSeconds(Math.Min(15, HeartbeatTimeout.TotalSeconds / 4));

    public static NodeOptions Read(SettingsReader settings, IConfiguration configuration)
    {
        var id = settings.Optional("NODE_ID");
        if (id is not null && !Ids.IsValid(id))
        {
            settings.Error("NODE_ID", "is not 1 to 64 letters, digits, '-' or '_'");
        }

        var ip = settings.Text("NODE_IP", "127.0.0.1");
        var address = IpLiteral.Parse(ip);
        if (address is null)
        {
            settings.Error("NODE_IP", $"'{ip}' is not an IPv4 or IPv6 address");
        }

        var discovered = configuration.GetSection($"services:{ResourceNames.Api}").GetChildren().Any();
        return new NodeOptions
        {
            Id = id,
            Ip = address?.ToString() ?? ip,
            Networks = ReadNetworks(settings),
            Port = settings.OptionalInteger(PortVariable, 0, 65535) ?? 0,
            PublicUrl = settings.HttpAddress("NODE_PUBLIC_URL"),
            ControlPlane = settings.HttpAddress("MAIN_SERVER_URL", discovered ? $"http://{ResourceNames.Api}" : "http://127.0.0.1:8000")
                ?? new Uri("http://invalid"),
            StoragePath = settings.Text("STORAGE_PATH", "./storage"),
            QuotaBytes = settings.OptionalBytes("STORAGE_QUOTA_BYTES", min: 1),
            SyncInterval = settings.Seconds("SYNC_INTERVAL", 30, 0.1, 86_400),
            HeartbeatTimeout = settings.Seconds("NODE_HEARTBEAT_TIMEOUT", 60, 1, 3600),
            ScrubBytesPerSecond = settings.Bytes("SCRUB_BYTES_PER_SECOND", 20_000_000),
        };
    }

    private static NetworkSet ReadNetworks(SettingsReader settings)
    {
        const string variable = "NODE_NETWORKS";
        var texts = (settings.Optional(variable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var networks = NetworkSet.Parse(texts, out var errors);
        foreach (var error in errors)
        {
            settings.Error(variable, error);
        }

        return networks;
    }
}
