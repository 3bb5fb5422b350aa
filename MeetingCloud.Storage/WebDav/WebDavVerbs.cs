namespace MeetingCloud.Storage.WebDav;

/// <summary>The verbs that RFC 4918 adds to HTTP.</summary>
internal static class WebDavVerbs
{
    public static readonly HttpMethod FindProperties = new("PROPFIND");

    public static readonly HttpMethod MakeCollection = new("MKCOL");

    public static readonly HttpMethod Move = new("MOVE");
}
