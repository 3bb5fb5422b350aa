using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>Which picture of a series, an album or a track.</summary>
[JsonConverter(typeof(ContractEnumConverter<ArtworkSlot>))]
public enum ArtworkSlot
{
    /// <summary>Shown in lists and players.</summary>
    [JsonStringEnumMemberName("cover")] Cover,

    /// <summary>Shown behind a page.</summary>
    [JsonStringEnumMemberName("background")] Background,
}
