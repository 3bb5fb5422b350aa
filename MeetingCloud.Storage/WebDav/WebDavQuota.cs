namespace MeetingCloud.Storage.WebDav;

/// <summary>The account's room, after RFC 4331.</summary>
/// <param name="Used">Bytes; null where the server does not say.</param>
/// <param name="Available">Bytes that may still be written; null where the server does not say or sets no limit.</param>
public sealed record WebDavQuota(long? Used, long? Available);
