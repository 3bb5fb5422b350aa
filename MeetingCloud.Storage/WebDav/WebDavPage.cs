namespace MeetingCloud.Storage.WebDav;

/// <summary>Some of a collection's members.</summary>
/// <param name="Items">The members, without the collection itself, in the server's order.</param>
/// <param name="Next">Hand it to <see cref="WebDavClient.ListAsync"/> for more; null with the last page.</param>
public sealed record WebDavPage(IReadOnlyList<WebDavResource> Items, Uri? Next);
