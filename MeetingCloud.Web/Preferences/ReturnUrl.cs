namespace MeetingCloud.Web.Preferences;

/// <summary>Where to go after a form: a path of this site, never another's.</summary>
internal static class ReturnUrl
{
    public static string Safe(string? url) =>
        url is ['/', ..] && url is not ['/', '/' or '\\', ..] && !url.Any(char.IsControl) ? url : "/";
}
