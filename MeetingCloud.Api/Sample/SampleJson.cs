using System.Text.Json.Serialization;

namespace MeetingCloud.Api.Sample;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SampleContent))]
internal sealed partial class SampleJson : JsonSerializerContext;
