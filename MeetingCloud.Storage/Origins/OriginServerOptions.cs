using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Storage.Origins;

/// <summary>One WebDAV account of the pool.</summary>
public sealed record OriginServerOptions
{
    /// <summary>The name by which copies are found again, such as <c>server1</c>: it must stay with the account.</summary>
    public required string Id { get; init; }

    public required WebDavAccount Account { get; init; }

    /// <summary>Requests at a time, each held until its body ends. Default 20: what small accounts are known to bear.</summary>
    public int MaxConcurrent { get; init; } = 20;

    /// <summary>
    /// The server's share of the files: one with 2 gets twice what one with 1 gets. 0 makes it a spare, which takes files only where no
    /// other server can. Default 1.
    /// </summary>
    public int Weight { get; init; } = 1;

    /// <summary>Whether it takes new files. One that does not is read only where no other server has the file.</summary>
    public bool Enabled { get; init; } = true;

    public string? Description { get; init; }

    /// <summary>Requests that the server allows in any <see cref="Window"/>; null for no limit.</summary>
    public int? RequestsPerWindow { get; init; }

    /// <summary>Default 30 minutes, as Nutstore counts.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Requests in any second; null for no limit.</summary>
    public int? RequestsPerSecond { get; init; }

    /// <summary>The largest file that the server takes, in bytes; larger ones go to another, or in parts. Null for no limit.</summary>
    public long? MaxFileBytes { get; init; }
}
