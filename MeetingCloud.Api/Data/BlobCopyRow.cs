using MeetingCloud.Storage.Origins;

namespace MeetingCloud.Api.Data;

/// <summary>A copy of a blob on a WebDAV server of the pool: written down before its first byte is sent and until it is deleted.</summary>
internal sealed class BlobCopyRow
{
    /// <summary>Part of the file's name on the server.</summary>
    public required string Id { get; init; }

    /// <summary>64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Bytes of the blob.</summary>
    public required long Size { get; init; }

    /// <summary>The server's id, such as <c>server1</c>.</summary>
    public required string WebdavServerId { get; init; }

    /// <summary>Bytes of each part but the last; 0 where the file is whole.</summary>
    public required long PartSize { get; init; }

    public required OriginCopyState State { get; set; }

    /// <summary>When the state was last set or confirmed.</summary>
    public required DateTimeOffset UpdatedAt { get; set; }

    public OriginCopy ToCopy() => new(Id, WebdavServerId, PartSize, State);
}
