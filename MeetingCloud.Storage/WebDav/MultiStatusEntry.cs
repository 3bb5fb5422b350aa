namespace MeetingCloud.Storage.WebDav;

/// <summary>One <c>response</c> of a <c>multistatus</c> (RFC 4918, section 13): what is known of one resource.</summary>
/// <param name="Status">Of the resource as a whole; null where only its properties have one.</param>
internal sealed record MultiStatusEntry(
    string Href, int? Status, bool IsCollection, long? Size, string? ETag, DateTimeOffset? LastModified, long? QuotaUsed, long? QuotaAvailable);
