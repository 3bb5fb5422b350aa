using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>
/// A member of a change that may be absent (leave what is there), null (take it away) or a text, as in a JSON merge patch (RFC 7396).
/// </summary>
[JsonConverter(typeof(OptionalTextConverter))]
public readonly record struct OptionalText(string? Value)
{
    /// <summary>False where the member is absent.</summary>
    public bool IsGiven { get; } = true;
}
