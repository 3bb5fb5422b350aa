using System.Net;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Web.Security;

/// <summary>
/// Who may open the pages. They show node data without a sign-in, so it is this machine alone, unless <c>HOST</c> names another address:
/// that is the operator's word that whoever reaches the port may look. A port opened in passing, as container images do with
/// <c>HTTP_PORTS</c>, is not.
/// </summary>
internal sealed record LocalAccess(bool OthersMayLook)
{
    private static readonly string[] s_localNames = ["localhost", "127.0.0.1", "[::1]", "::1"];

    public static LocalAccess Read(SettingsReader settings) =>
        new(settings.Optional("HOST") is { } host && !s_localNames.Contains(host, StringComparer.OrdinalIgnoreCase));

    /// <param name="caller">The address that the connection comes from.</param>
    /// <param name="host">What the caller calls us: a foreign name that leads to this machine is another site's script (DNS rebinding).</param>
    public bool Allows(IPAddress? caller, string host) =>
        OthersMayLook
        || (caller is not null && IPAddress.IsLoopback(caller) && s_localNames.Contains(host, StringComparer.OrdinalIgnoreCase));
}
