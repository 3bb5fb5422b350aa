using System.Text;

namespace MeetingCloud.Storage.WebDav;

/// <summary>An account on a WebDAV server. Its text form never shows the password.</summary>
/// <param name="Url">Where the account's files begin: <c>http</c> or <c>https</c>, without user name, query and fragment. It is given a
/// closing slash where it has none.</param>
/// <param name="UserName">Sent as it is; a colon is impossible (RFC 7617).</param>
/// <param name="Password">The password, or the application password that the server gave out.</param>
/// <exception cref="ArgumentException">The URL or the user name cannot work.</exception>
public sealed record WebDavAccount(Uri Url, string UserName, string Password)
{
    public Uri Url { get; } = Normalize(Url);

    public string UserName { get; } = UserName.Contains(':', StringComparison.Ordinal)
        ? throw new ArgumentException("A user name must not hold a colon.", nameof(UserName))
        : UserName;

    private static Uri Normalize(Uri url)
    {
        if (!url.IsAbsoluteUri || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw new ArgumentException("The URL of an account must begin with http:// or https://.", nameof(url));
        }

        // The URL is not quoted: what must not be there may well be a password.
        if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
        {
            throw new ArgumentException("The URL of an account must have no user name, query or fragment.", nameof(url));
        }

        return url.AbsolutePath.EndsWith('/') ? url : new Uri(url.AbsoluteUri + "/");
    }

    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append("Url = ").Append(Url).Append(", UserName = ").Append(UserName);
        return true;
    }
}
