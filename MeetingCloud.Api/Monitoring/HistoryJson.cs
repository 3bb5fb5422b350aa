using System.Text.Json.Serialization;

namespace MeetingCloud.Api.Monitoring;

/// <summary>How samples are written to Redis.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(HistorySample))]
internal sealed partial class HistoryJson : JsonSerializerContext;
