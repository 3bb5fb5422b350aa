using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MeetingCloud.Contracts;

/// <summary>
/// Times as RFC 3339 has them: date, <c>T</c>, time, and an offset that must be there. Written in UTC with a <c>Z</c>, and with
/// a fraction only where it is not zero. A fraction may be read with any number of digits; what is finer than 100 ns is cut off.
/// </summary>
public sealed class Rfc3339Converter : JsonConverter<DateTimeOffset>
{
    /// <summary>Digits of a second that <see cref="DateTimeOffset"/> holds. Go and Java write nine.</summary>
    private const int FractionDigits = 7;

    private static readonly string[] s_formats = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TryParse(reader.GetString(), out var value)
            ? value
            : throw new JsonException("Not a time as RFC 3339 has it, such as 2026-05-01T09:30:00Z.");

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Format(value));

    /// <summary>Parses a time that has an offset (<c>Z</c> or <c>±hh:mm</c>); anything else is refused.</summary>
    public static bool TryParse(string? text, out DateTimeOffset value)
    {
        value = default;
        // Without an offset the parser would take the machine's own, which is never what the sender meant.
        if (text is null || text.Length < 20 || !(text[^1] is 'Z' or 'z' || text[^6] is '+' or '-'))
        {
            return false;
        }

        var ok = DateTimeOffset.TryParseExact(
            CutFraction(text).ToUpperInvariant(), s_formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var parsed);
        value = parsed.ToUniversalTime();
        return ok;
    }

    public static string Format(DateTimeOffset value) =>
        value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private static string CutFraction(string text)
    {
        var start = text.IndexOf('.', StringComparison.Ordinal) + 1;
        var end = start;
        while (start > 0 && end < text.Length && char.IsAsciiDigit(text[end]))
        {
            end++;
        }

        return end - start > FractionDigits ? text.Remove(start + FractionDigits, end - start - FractionDigits) : text;
    }
}
