namespace MeetingCloud.Storage.WebDav;

/// <summary>Why a request failed: each kind asks for another remedy.</summary>
public enum WebDavFailure
{
    /// <summary>No connection, or it was lost before an answer came.</summary>
    Unreachable,

    /// <summary>A time limit ran out.</summary>
    TimedOut,

    /// <summary>5xx that says nothing more.</summary>
    ServerError,

    /// <summary>Too many requests, or too much traffic: the server is well and wants less of it for a while.</summary>
    Throttled,

    /// <summary>The server does not accept the user name and password, or no longer lets the account in.</summary>
    Credentials,

    /// <summary>The account has no room left.</summary>
    Full,

    /// <summary>The server takes no file of this size.</summary>
    TooLarge,

    /// <summary>There is nothing at that path.</summary>
    NotFound,

    /// <summary>The parent collection is missing, or the target is there and must not be overwritten.</summary>
    Conflict,

    /// <summary>Somebody holds a lock: often a request of our own that the server has not finished yet.</summary>
    Locked,

    /// <summary>The server will not do this: forbidden, not supported, or moved elsewhere.</summary>
    Refused,

    /// <summary>The answer breaks the protocol.</summary>
    Malformed,

    /// <summary>There are fewer bytes than there should be.</summary>
    Truncated,
}
