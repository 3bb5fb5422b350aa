namespace MeetingCloud.Storage.Origins;

/// <summary>How the pool uses its servers.</summary>
public sealed record OriginPoolOptions
{
    public required IReadOnlyList<OriginServerOptions> Servers { get; init; }

    public PlacementStrategy Strategy { get; init; } = PlacementStrategy.Hash;

    /// <summary>Copies of each file; null for 2 where there are two servers or more. Never more than there are servers.</summary>
    public int? Replicas { get; init; }

    /// <summary>
    /// Time between looks at each server: whether it is well, how quick, how full. Default 60 s: 30 of a budget of 600 requests per 30
    /// minutes.
    /// </summary>
    public TimeSpan HealthCheckInterval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long an upload waits in all for its turn at servers that are busy. Default 2 min.</summary>
    public TimeSpan WriteDeadline { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long a read waits for its turn at servers that are busy. Default 30 s.</summary>
    public TimeSpan ReadDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long either waits while every server that could do it is out. Default 10 s: a restart is gone through, no more.</summary>
    public TimeSpan OutageDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The largest part of a file that no server takes whole. Default 256 MiB.</summary>
    public long MaxPartBytes { get; init; } = 256L << 20;

    /// <summary>Folder below each account's URL that holds the pool's files.</summary>
    public string Folder { get; init; } = "meetingcloud";
}
