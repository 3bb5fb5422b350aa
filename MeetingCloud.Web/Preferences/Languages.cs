using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace MeetingCloud.Web.Preferences;

/// <summary>The languages of the pages: the reader's choice (a cookie), or what the browser asks for.</summary>
internal static class Languages
{
    public static readonly CultureInfo English = CultureInfo.GetCultureInfo("en");
    public static readonly CultureInfo Chinese = CultureInfo.GetCultureInfo("zh-CN");
    public static readonly IReadOnlyList<CultureInfo> All = [English, Chinese];

    public static RequestLocalizationOptions Options()
    {
        var options = new RequestLocalizationOptions
        {
            DefaultRequestCulture = new RequestCulture(English),
            SupportedCultures = [.. All],
            SupportedUICultures = [.. All],
            ApplyCurrentCultureToResponseHeaders = true,
        };
        options.RequestCultureProviders =
        [
            new CookieRequestCultureProvider(),
            new CustomRequestCultureProvider(context => Task.FromResult(Preferred(context.Request))),
        ];
        return options;
    }

    /// <summary>
    /// Keeps the language of a page for the requests that the page makes: the connection of its circuit names no language where the
    /// browser leaves it out, and the page would change its language under the reader's eyes.
    /// </summary>
    public static Task KeepAsync(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
            && !context.Request.Cookies.ContainsKey(CookieRequestCultureProvider.DefaultCookieName))
        {
            context.Response.Cookies.Append(
                CookieRequestCultureProvider.DefaultCookieName,
                CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(CultureInfo.CurrentUICulture)),
                new CookieOptions { HttpOnly = true, IsEssential = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps });
        }

        return next(context);
    }

    // All kinds of Chinese get the one there is, which the framework's provider would not give to 'zh' or 'zh-TW'.
    private static ProviderCultureResult? Preferred(HttpRequest request) => request.GetTypedHeaders().AcceptLanguage
        .OrderByDescending(language => language.Quality ?? 1)
        .Select(language => language.Value.Value)
        .Select(tag => Matches(tag, "zh") ? Chinese : Matches(tag, "en") ? English : null)
        .OfType<CultureInfo>()
        .Select(culture => new ProviderCultureResult(culture.Name))
        .FirstOrDefault();

    private static bool Matches(string? tag, string language) =>
        tag is not null && (tag.Equals(language, StringComparison.OrdinalIgnoreCase)
            || tag.StartsWith(language + "-", StringComparison.OrdinalIgnoreCase));
}
