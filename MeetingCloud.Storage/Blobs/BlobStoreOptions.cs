namespace MeetingCloud.Storage.Blobs;

/// <summary>Where and how a <see cref="BlobStore"/> keeps its files.</summary>
public sealed class BlobStoreOptions
{
    /// <summary>Holds <c>blobs/</c>, <c>tmp/</c> and <c>quarantine/</c>; one volume. Created where absent.</summary>
    public required string RootPath { get; init; }

    /// <summary>
    /// Bytes of the volume that are never filled, so that databases and state files on it go on working. Default: 64 MiB.
    /// </summary>
    public long ReservedBytes { get; init; } = 64 << 20;

    /// <summary>Files that stay open between reads. Default: 512, half of the usual limit of a Linux process.</summary>
    public int OpenFiles { get; init; } = 512;

    /// <summary>How long a broken transfer may be resumed, and a quarantined blob examined. Default: 7 days.</summary>
    public TimeSpan Retention { get; init; } = TimeSpan.FromDays(7);
}
