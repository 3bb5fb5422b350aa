namespace MeetingCloud.Api.Media;

/// <param name="MaxArtworkBytes">Bytes that one picture may have; more is a 413. Audio may have any size.</param>
internal sealed record MediaOptions(long MaxArtworkBytes)
{
    public const string MaxArtworkVariable = "MEDIA_MAX_ARTWORK_BYTES";

    /// <summary>Room for a background in print quality; what is larger is a mistake more often than not.</summary>
    public const long DefaultMaxArtworkBytes = 20 << 20;
}
