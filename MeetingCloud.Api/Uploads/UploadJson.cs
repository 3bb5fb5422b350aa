using System.Text.Json.Serialization;

namespace MeetingCloud.Api.Uploads;

/// <summary>How uploads are written to the disk.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(UploadRecord))]
internal sealed partial class UploadJson : JsonSerializerContext;
