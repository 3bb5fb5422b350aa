using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Log categories of the framework that write query strings, headers and the targets of redirects: access codes, signatures and keys. They
/// stay at Warning.
/// </summary>
internal static class SecretCategories
{
    private static readonly string[] s_categories =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics",
        "Microsoft.AspNetCore.Http.Result",
        "Microsoft.AspNetCore.HttpLogging",
        "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
    ];

    public static void KeepQuiet(this ILoggingBuilder logging) => logging.Services.PostConfigure<LoggerFilterOptions>(static options =>
    {
        // A filter for these categories alone would not do: of all rules the most special one counts, and configuration may have one for a
        // single provider, or for a longer name. So whichever counts, it has this condition.
        for (var i = 0; i < options.Rules.Count; i++)
        {
            var rule = options.Rules[i];
            options.Rules[i] = new LoggerFilterRule(
                rule.ProviderName,
                rule.CategoryName,
                rule.LogLevel,
                (provider, category, level) => !Tells(category, level) && rule.Filter?.Invoke(provider, category, level) != false);
        }

        options.Rules.Insert(0, new LoggerFilterRule(null, null, options.MinLevel, static (_, category, level) => !Tells(category, level)));
    });

    private static bool Tells(string? category, LogLevel level) =>
        level < LogLevel.Warning
        && category is not null
        && s_categories.Any(secret => category.StartsWith(secret, StringComparison.OrdinalIgnoreCase));
}
