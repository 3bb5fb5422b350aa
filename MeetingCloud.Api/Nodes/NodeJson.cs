using System.Text.Json.Serialization;

namespace MeetingCloud.Api.Nodes;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(NodeRecord))]
internal sealed partial class NodeJson : JsonSerializerContext;
