using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>The contract's JSON: snake_case, strict numbers, RFC 3339 times in UTC.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DictionaryKeyPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    Converters = [typeof(Rfc3339Converter)])]
[JsonSerializable(typeof(ActiveMeetings))]
[JsonSerializable(typeof(AgendaItemRequest))]
[JsonSerializable(typeof(AgendaItem))]
[JsonSerializable(typeof(AlbumRequest))]
[JsonSerializable(typeof(Album))]
[JsonSerializable(typeof(BatchArtworkRequest))]
[JsonSerializable(typeof(BatchDeleteRequest))]
[JsonSerializable(typeof(BatchResult))]
[JsonSerializable(typeof(ClusterHistory))]
[JsonSerializable(typeof(HeartbeatRequest))]
[JsonSerializable(typeof(HeartbeatResponse))]
[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(MeetingData))]
[JsonSerializable(typeof(MeetingEvent))]
[JsonSerializable(typeof(MeetingFile))]
[JsonSerializable(typeof(MeetingRequest))]
[JsonSerializable(typeof(Meeting))]
[JsonSerializable(typeof(MigrationList))]
[JsonSerializable(typeof(MigrationRequest))]
[JsonSerializable(typeof(Migration))]
[JsonSerializable(typeof(NodeInfo))]
[JsonSerializable(typeof(NodeList))]
[JsonSerializable(typeof(NodeMeetingStatus))]
[JsonSerializable(typeof(NodeStateRequest))]
[JsonSerializable(typeof(NodeStatus))]
[JsonSerializable(typeof(Page<Album>))]
[JsonSerializable(typeof(Page<MeetingSummary>))]
[JsonSerializable(typeof(Page<NodeEvent>))]
[JsonSerializable(typeof(Page<Series>))]
[JsonSerializable(typeof(Page<Track>))]
[JsonSerializable(typeof(RegisterNodeRequest))]
[JsonSerializable(typeof(RegisterNodeResponse))]
[JsonSerializable(typeof(SeriesRequest))]
[JsonSerializable(typeof(Series))]
[JsonSerializable(typeof(ToggleServerRequest))]
[JsonSerializable(typeof(TrackRequest))]
[JsonSerializable(typeof(Track))]
[JsonSerializable(typeof(WebdavStats))]
[JsonSerializable(typeof(WebdavStatus))]
public sealed partial class ContractJson : JsonSerializerContext;
