using System.Text;

namespace MeetingCloud.ServiceDefaults;

/// <summary>Addresses of services that people write, in any script.</summary>
public static class HttpUrl
{
    /// <summary>
    /// An http or https address without query, fragment and credentials; null for anything else. Its host is in ASCII (RFC 5891), as a
    /// header field needs it: <see cref="Uri.AbsoluteUri"/> is then all ASCII.
    /// </summary>
    public static Uri? Parse(string text)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
            || uri.Query.Length > 0 || uri.Fragment.Length > 0 || uri.UserInfo.Length > 0)
        {
            return null;
        }

        try
        {
            return Ascii.IsValid(uri.Host) ? uri : new UriBuilder(uri) { Host = uri.IdnHost }.Uri;
        }
        catch (UriFormatException)
        {
            // No name that DNS could know.
            return null;
        }
    }
}
