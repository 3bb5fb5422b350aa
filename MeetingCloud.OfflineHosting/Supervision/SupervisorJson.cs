using System.Text.Json;
using System.Text.Json.Serialization;

namespace MeetingCloud.OfflineHosting.Supervision;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(SupervisorCommand))]
[JsonSerializable(typeof(SupervisorEvent))]
internal sealed partial class SupervisorJson : JsonSerializerContext
{
    public static string Write(SupervisorCommand command) => JsonSerializer.Serialize(command, Default.SupervisorCommand);

    public static string Write(SupervisorEvent happening) => JsonSerializer.Serialize(happening, Default.SupervisorEvent);

    public static SupervisorCommand? ReadCommand(string line) => JsonSerializer.Deserialize(line, Default.SupervisorCommand);

    public static SupervisorEvent? ReadEvent(string line) => JsonSerializer.Deserialize(line, Default.SupervisorEvent);
}
