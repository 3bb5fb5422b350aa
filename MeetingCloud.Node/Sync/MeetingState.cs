using System.Text.Json.Serialization;
using MeetingCloud.Contracts;

namespace MeetingCloud.Node.Sync;

/// <summary>What is kept of a ready meeting on the disk, so that a restarted node serves it without the control plane.</summary>
internal sealed record MeetingState(
    string Id,
    MeetingStatus Status,
    long Version,
    string Etag,
    string FileName,
    DateTimeOffset LastUsed);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(Rfc3339Converter)])]
[JsonSerializable(typeof(MeetingState))]
internal sealed partial class MeetingStateJson : JsonSerializerContext;
