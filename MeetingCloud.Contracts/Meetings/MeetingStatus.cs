using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>Life of a meeting. Only an active one is replicated to nodes and open to attendees.</summary>
[JsonConverter(typeof(ContractEnumConverter<MeetingStatus>))]
public enum MeetingStatus
{
    [JsonStringEnumMemberName("draft")] Draft,
    [JsonStringEnumMemberName("active")] Active,
    [JsonStringEnumMemberName("closed")] Closed,
}
