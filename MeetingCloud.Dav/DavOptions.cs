using MeetingCloud.Dav.Access;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Dav;

/// <summary>The server's settings, by the names of their environment variables.</summary>
internal sealed record DavOptions
{
    /// <summary><c>DAV_ROOT</c>: the folder that is served. Default <c>./dav</c>; it is made when it is not there.</summary>
    public required string Root { get; init; }

    /// <summary><c>DAV_QUOTA_BYTES</c>: most that files and properties may take; absent: the whole disk.</summary>
    public long? QuotaBytes { get; init; }

    /// <summary>
    /// <c>DAV_MAX_CONCURRENT</c>: requests at a time, the others get 503. Default 0, no limit: nothing here breaks under many requests,
    /// they only get slower; who shares the machine with other services knows where to stop.
    /// </summary>
    public int MaxConcurrent { get; init; }

    /// <summary>Reads the settings and, apart from them because it never prints itself, the credential; null where one is missing.</summary>
    public static (DavOptions Options, DavCredential? Credential) Read(SettingsReader settings)
    {
        var user = settings.Required("DAV_USERNAME");
        if (user.Contains(':', StringComparison.Ordinal))
        {
            settings.Error("DAV_USERNAME", "has a ':', which ends the name in Basic authentication");
        }

        // The person who types it into a file manager chooses it: what is too short is for him to say.
        var password = settings.Secret("DAV_PASSWORD", minLength: 8);
        var root = settings.Text("DAV_ROOT", "./dav");
        if (File.Exists(root))
        {
            settings.Error("DAV_ROOT", $"'{root}' is a file, not a folder");
        }

        var options = new DavOptions
        {
            Root = Resolve(root),
            QuotaBytes = settings.OptionalBytes("DAV_QUOTA_BYTES", min: 1),
            MaxConcurrent = settings.Integer("DAV_MAX_CONCURRENT", 0, 0, 100_000),
        };
        return (options, user.Length > 0 && password.Length > 0 ? new DavCredential(user, password) : null);
    }

    /// <summary>The folder itself: links inside it are not followed, but it may well be reached by one.</summary>
    private static string Resolve(string root)
    {
        var full = new DirectoryInfo(Path.TrimEndingDirectorySeparator(Path.GetFullPath(root)));
        return full.Exists && full.ResolveLinkTarget(returnFinalTarget: true) is { } target ? target.FullName : full.FullName;
    }
}
