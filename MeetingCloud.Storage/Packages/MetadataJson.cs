using System.Text.Json.Serialization;
using MeetingCloud.Contracts;

namespace MeetingCloud.Storage.Packages;

/// <summary>Strict on purpose: what one program ignores and another reads would be two packages under one name.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    Converters = [typeof(Rfc3339Converter)])]
[JsonSerializable(typeof(MetadataDocument))]
internal sealed partial class MetadataJson : JsonSerializerContext;
