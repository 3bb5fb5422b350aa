using System.Text.Json;
using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>Reads and writes the text or null; that the member is absent is for the object around it.</summary>
public sealed class OptionalTextConverter : JsonConverter<OptionalText>
{
    public override bool HandleNull => true;

    public override OptionalText Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => new OptionalText(null),
        JsonTokenType.String => new OptionalText(reader.GetString()),
        _ => throw new JsonException("must be a text or null."),
    };

    public override void Write(Utf8JsonWriter writer, OptionalText value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
