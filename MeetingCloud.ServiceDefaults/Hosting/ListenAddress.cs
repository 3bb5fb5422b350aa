using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.ServiceDefaults;

/// <summary>
/// Where a service listens: <c>ASPNETCORE_URLS</c>, by which an orchestrator puts it behind a proxy whose port is the one that
/// others are told; else <c>HOST</c> and its port variable where one of them is set; else what else ASP.NET Core knows
/// (<c>HTTP_PORTS</c>, <c>Kestrel:Endpoints</c>); else the service's own default.
/// </summary>
internal static class ListenAddress
{
    public const string AnyHost = "*";

    private static readonly string[] s_frameworkSettings = [WebHostDefaults.ServerUrlsKey, WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];

    public static void AddListenAddress(this WebApplicationBuilder builder, int? defaultPort, string defaultHost, string portVariable)
    {
        if (Find(builder.Configuration, builder.GetSettings(), defaultPort, defaultHost, portVariable) is { } url)
        {
            builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, url);
        }
    }

    /// <summary>The address to set, or null where ASP.NET Core's own settings stand.</summary>
    internal static string? Find(IConfiguration configuration, SettingsReader settings, int? defaultPort, string defaultHost, string portVariable)
    {
        if (!string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey]))
        {
            return null;
        }

        var own = settings.Optional(portVariable) is not null || settings.Optional("HOST") is not null;
        if (!own && (defaultPort is null || HasFrameworkSetting(configuration)))
        {
            return null;
        }

        // Port 0 is any free one, which tests want.
        var port = settings.Integer(portVariable, defaultPort ?? 0, 0, 65535);
        var host = settings.Text("HOST", defaultHost);
        return $"http://{Normalize(host, settings)}:{port.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
    }

    private static bool HasFrameworkSetting(IConfiguration configuration) =>
        Array.Exists(s_frameworkSettings, key => !string.IsNullOrEmpty(configuration[key]))
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();

    private static string Normalize(string host, SettingsReader settings)
    {
        if (host is AnyHost or "localhost")
        {
            return host;
        }

        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[{address}]" : address.ToString();
        }

        // Kestrel would listen on every interface for a name, which is hardly what the name's owner wanted.
        settings.Error("HOST", $"'{host}' is not an IP address, 'localhost' or '*'");
        return "localhost";
    }
}
