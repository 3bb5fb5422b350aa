namespace MeetingCloud.Dav.Handlers;

/// <summary>The methods of RFC 4918, section 9; those of HTTP are in <see cref="HttpMethods"/>.</summary>
internal static class Methods
{
    public const string PropFind = "PROPFIND";
    public const string PropPatch = "PROPPATCH";
    public const string MkCol = "MKCOL";
    public const string Copy = "COPY";
    public const string Move = "MOVE";
    public const string Lock = "LOCK";
    public const string Unlock = "UNLOCK";

    /// <summary>What <c>Allow</c> says (RFC 9110, section 10.2.1).</summary>
    public static string AllowedOn(Store.DavResource? resource) => resource switch
    {
        null => "OPTIONS, PUT, MKCOL, LOCK",
        { IsCollection: true } => "OPTIONS, GET, HEAD, DELETE, COPY, MOVE, PROPFIND, PROPPATCH, LOCK, UNLOCK",
        _ => "OPTIONS, GET, HEAD, PUT, DELETE, COPY, MOVE, PROPFIND, PROPPATCH, LOCK, UNLOCK",
    };
}
