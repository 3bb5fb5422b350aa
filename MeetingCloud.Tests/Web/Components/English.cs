using System.Globalization;
using System.Runtime.CompilerServices;
using MeetingCloud.Web.Components;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace MeetingCloud.Tests.Web.Components;

/// <summary>Texts as the web localizes them, in the language of the thread.</summary>
internal static class English
{
    public static IStringLocalizer<T> Localizer<T>() => new StringLocalizer<T>(
        new ResourceManagerStringLocalizerFactory(
            Options.Create(new LocalizationOptions { ResourcesPath = "Resources" }), NullLoggerFactory.Instance));

    public static Text Text() => new(Localizer<Text>());

    /// <summary>Tests compare with English texts, whatever the language of the machine is, and on whichever thread they run.</summary>
    [ModuleInitializer]
    internal static void SpeakEnglish() =>
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
}
