namespace MeetingCloud.ServiceDefaults;

/// <summary>What a request's <c>expires</c> and <c>signature</c> are worth.</summary>
public enum LinkState
{
    /// <summary>There are none.</summary>
    Unsigned,

    /// <summary>Malformed, or not signed here for this path.</summary>
    Invalid,

    /// <summary>Signed here, and too old.</summary>
    Expired,
    Valid,
}
