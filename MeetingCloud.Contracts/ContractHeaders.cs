namespace MeetingCloud.Contracts;

/// <summary>Header and query names of our own; standard ones come from the framework.</summary>
public static class ContractHeaders
{
    /// <summary>The access code of a meeting that has one.</summary>
    public const string AccessCode = "X-Access-Code";

    /// <summary>The same as a query parameter, for links that people open in a browser.</summary>
    public const string AccessCodeQuery = "code";

    /// <summary>On the answer to a change of a meeting's agenda or files: the meeting's version since.</summary>
    public const string MeetingVersion = "X-Meeting-Version";

    /// <summary>Unix time in seconds after which a signed link is void.</summary>
    public const string ExpiresQuery = "expires";

    /// <summary>HMAC-SHA256 over path and expiry, base64url without padding (RFC 4648, section 5).</summary>
    public const string SignatureQuery = "signature";

    /// <summary>The file name that a node shows for a blob.</summary>
    public const string NameQuery = "name";

    /// <summary>
    /// On a node's request to another for a blob: its own id. It is then given what is still arriving as well, as long as that makes
    /// no two nodes wait for each other. With <c>Prefer: wait=n</c> (RFC 7240) it is given a blob that the other is about to fetch, too.
    /// </summary>
    public const string FollowerQuery = "follower";

    /// <summary>The media type that a node gives a blob; absent: that of the name.</summary>
    public const string TypeQuery = "type";
}
