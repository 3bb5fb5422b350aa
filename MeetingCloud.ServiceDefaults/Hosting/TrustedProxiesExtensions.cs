using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Forwarded addresses (<c>X-Forwarded-For</c>, <c>-Proto</c>, <c>-Host</c>) count only from proxies that <c>TRUSTED_PROXIES</c> names:
/// a caller's address decides whether it may register a node, and how often it may try a key, a code or a password.
/// </summary>
public static class TrustedProxiesExtensions
{
    private const string Variable = "TRUSTED_PROXIES";

    /// <summary>Reads the setting; <c>UseForwardedHeaders</c> then applies it.</summary>
    public static void AddTrustedProxies(this IServiceCollection services, SettingsReader settings)
    {
        var networks = new List<System.Net.IPNetwork>();
        foreach (var text in (settings.Optional(Variable) ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (System.Net.IPNetwork.TryParse(text, out var network))
            {
                networks.Add(network);
            }
            else if (IPAddress.TryParse(text, out var address))
            {
                networks.Add(new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8));
            }
            else
            {
                settings.Error(Variable, string.Create(CultureInfo.InvariantCulture, $"'{text}' is neither an address nor a network such as 10.0.0.0/8"));
            }
        }

        services.Configure<ForwardedHeadersOptions>(options =>
        {
            options.ForwardedHeaders = networks.Count > 0
                ? ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedHost
                : ForwardedHeaders.None;
            // However many stand in a row: the walk ends at the first that is none of them.
            options.ForwardLimit = null;
            options.KnownProxies.Clear();
            options.KnownIPNetworks.Clear();
            networks.ForEach(options.KnownIPNetworks.Add);
        });
    }
}
