using System.Text.RegularExpressions;

namespace MeetingCloud.Tests.Web;

/// <summary>The sign-in form, filled in as a browser does.</summary>
internal static partial class SignInExtensions
{
    /// <returns>The page that the form leads to.</returns>
    public static async Task<HttpResponseMessage> SignInAsync(this HttpClient client, string key, string returnUrl = "/")
    {
        var path = $"/sign-in?return_url={Uri.EscapeDataString(returnUrl)}";
        using var content = new FormUrlEncodedContent(
        [
            .. HiddenFields(await client.GetStringAsync(path)).Where(field => field.Key is "_handler" or "__RequestVerificationToken"),
            new("Key", key),
        ]);
        return await client.PostAsync(path, content);
    }

    /// <summary>What a page's forms send without being asked.</summary>
    public static IEnumerable<KeyValuePair<string, string>> HiddenFields(string html) => Hidden().Matches(html)
        .Select(match => KeyValuePair.Create(match.Groups["name"].Value, match.Groups["value"].Value))
        .DistinctBy(field => field.Key, StringComparer.Ordinal);

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();
}
