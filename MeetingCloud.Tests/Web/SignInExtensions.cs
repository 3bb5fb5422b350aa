using System.Text.RegularExpressions;

namespace MeetingCloud.Tests.Web;

/// <summary>The sign-in form, filled in as a browser does.</summary>
internal static partial class SignInExtensions
{
    /// <returns>The page that the form leads to.</returns>
    public static async Task<HttpResponseMessage> SignInAsync(this HttpClient client, string key, string returnUrl = "/")
    {
        var path = $"/sign-in?return_url={Uri.EscapeDataString(returnUrl)}";
        var form = await client.GetStringAsync(path);
        var hidden = Hidden().Matches(form).Where(m => m.Groups["name"].Value is "_handler" or "__RequestVerificationToken")
            .DistinctBy(m => m.Groups["name"].Value, StringComparer.Ordinal)
            .Select(m => KeyValuePair.Create(m.Groups["name"].Value, m.Groups["value"].Value));
        using var content = new FormUrlEncodedContent([.. hidden, new("Key", key)]);
        return await client.PostAsync(path, content);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();
}
