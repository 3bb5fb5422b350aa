namespace MeetingCloud.Api.Data;

/// <summary>A blob that some row names. Members rather than a constructor, so that queries can go on from it.</summary>
internal sealed record BlobReference
{
    /// <summary>64 lower-case hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Bytes.</summary>
    public required long Size { get; init; }
}
