namespace MeetingCloud.ServiceDefaults;

/// <summary>What a <see cref="RangeResponse"/> says of the bytes it sends.</summary>
/// <param name="EntityTag">A strong entity tag, quotes included (RFC 9110, section 8.8.3).</param>
/// <param name="ContentType">The media type.</param>
/// <param name="ContentDisposition">RFC 6266; null leaves the header out.</param>
/// <param name="CacheControl">RFC 9111; null leaves the header out.</param>
public sealed record RangeHeaders(
    string EntityTag,
    string ContentType,
    string? ContentDisposition = null,
    string? CacheControl = null);
