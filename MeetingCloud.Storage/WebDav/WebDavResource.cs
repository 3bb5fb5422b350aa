namespace MeetingCloud.Storage.WebDav;

/// <summary>A file or collection, as the server tells of it.</summary>
/// <param name="Path">Relative to the account's URL, unescaped, without a slash at either end.</param>
/// <param name="Size">Bytes; null where the server does not say, and for collections.</param>
/// <param name="ETag">As the server writes it, quotes and weakness included; null where it gives none.</param>
/// <param name="LastModified">Null where the server does not say, or says it in no known form.</param>
public sealed record WebDavResource(string Path, bool IsCollection, long? Size, string? ETag, DateTimeOffset? LastModified);
