using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Localization;
using Microsoft.AspNetCore.Mvc;

namespace MeetingCloud.Web.Preferences;

/// <summary>A reader's language and theme, kept in cookies. Forms post here from any page and come back to it.</summary>
internal static class PreferencesApi
{
    public const string LanguagePath = "/preferences/language";
    public const string ThemePath = "/preferences/theme";
    private const string ThemeCookie = "meetingcloud.theme";

    public static void MapPreferences(this IEndpointRouteBuilder routes)
    {
        // Another site that posts these forms could at worst change a colour, and with SameSite cookies not even that.
        routes.MapPost(LanguagePath, SetLanguage).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
        routes.MapPost(ThemePath, SetTheme).AllowAnonymous().DisableAntiforgery().ExcludeFromDescription();
    }

    public static ColorTheme ThemeOf(HttpRequest request) =>
        Enum.TryParse<ColorTheme>(request.Cookies[ThemeCookie], ignoreCase: true, out var theme) && Enum.IsDefined(theme) ? theme : ColorTheme.System;

    private static RedirectHttpResult SetLanguage(HttpContext context, [FromForm] string? value, [FromForm(Name = "return_url")] string? returnUrl)
    {
        if (Languages.All.FirstOrDefault(culture => culture.Name == value) is { } chosen)
        {
            Keep(context, CookieRequestCultureProvider.DefaultCookieName, CookieRequestCultureProvider.MakeCookieValue(new RequestCulture(chosen)));
        }

        return TypedResults.LocalRedirect(ReturnUrl.Safe(returnUrl));
    }

    private static RedirectHttpResult SetTheme(HttpContext context, [FromForm] string? value, [FromForm(Name = "return_url")] string? returnUrl)
    {
        if (Enum.TryParse<ColorTheme>(value, ignoreCase: true, out var theme) && Enum.IsDefined(theme))
        {
            Keep(context, ThemeCookie, theme.ToString());
        }

        return TypedResults.LocalRedirect(ReturnUrl.Safe(returnUrl));
    }

    private static void Keep(HttpContext context, string name, string value) => context.Response.Cookies.Append(name, value, new CookieOptions
    {
        HttpOnly = true,
        IsEssential = true,
        MaxAge = TimeSpan.FromDays(365),
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
    });
}
