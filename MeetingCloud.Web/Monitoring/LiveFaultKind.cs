namespace MeetingCloud.Web.Monitoring;

public enum LiveFaultKind
{
    /// <summary>The control plane is out of reach.</summary>
    Unreachable,

    /// <summary>The web's <c>ADMIN_API_KEY</c> is not the control plane's.</summary>
    KeyRefused,

    /// <summary>It answers with an error.</summary>
    Error,

    /// <summary>Its answer is not what the contract says: another version, or another program.</summary>
    Nonsense,

    /// <summary>What was asked for is no longer there.</summary>
    Gone,

    /// <summary>This web made a mistake of its own; its log says which.</summary>
    Own,
}
