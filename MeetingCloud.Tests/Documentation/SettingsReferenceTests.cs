using System.Text.RegularExpressions;
using MeetingCloud.Api;
using MeetingCloud.Dav;
using MeetingCloud.Node;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.Tests.Documentation;

/// <summary>
/// The reference of settings says what the code says. <c>UPDATE_REFERENCE=1 dotnet test --filter SettingsReference</c> writes it anew.
/// </summary>
public sealed partial class SettingsReferenceTests
{
    private static readonly Dictionary<SettingUnit, string> s_english = new()
    {
        [SettingUnit.Text] = "",
        [SettingUnit.Secret] = "characters",
        [SettingUnit.Number] = "number",
        [SettingUnit.Bytes] = "B",
        [SettingUnit.Seconds] = "s",
        [SettingUnit.Milliseconds] = "ms",
        [SettingUnit.Address] = "address",
        [SettingUnit.Boolean] = "true or false",
    };

    private static readonly Dictionary<SettingUnit, string> s_chinese = new()
    {
        [SettingUnit.Text] = "",
        [SettingUnit.Secret] = "字符",
        [SettingUnit.Number] = "个",
        [SettingUnit.Bytes] = "字节",
        [SettingUnit.Seconds] = "秒",
        [SettingUnit.Milliseconds] = "毫秒",
        [SettingUnit.Address] = "地址",
        [SettingUnit.Boolean] = "是或否",
    };

    [Fact]
    public Task English_SaysWhatTheCodeSays() => IsCurrentAsync("settings.md", s_english, "required");

    [Fact]
    public Task Chinese_SaysWhatTheCodeSays() => IsCurrentAsync("settings.zh-CN.md", s_chinese, "必填");

    private static async Task IsCurrentAsync(string name, Dictionary<SettingUnit, string> units, string required)
    {
        var path = Path.Combine(Repository.Root, "docs", "reference", name);
        var page = await File.ReadAllTextAsync(path);
        var services = Services();
        var renewed = SettingsTable.Renew(page, services, units, required);
        if (Environment.GetEnvironmentVariable("UPDATE_REFERENCE") == "1")
        {
            await File.WriteAllTextAsync(path, renewed);
        }

        Assert.Equal(services.Keys.Order(StringComparer.Ordinal), SettingsTable.Services(page).Order(StringComparer.Ordinal));
        Assert.Empty(SettingsTable.WithoutMeaning(renewed));
        Assert.Equal(renewed, await File.ReadAllTextAsync(path));
    }

    private static Dictionary<string, IReadOnlyList<Setting>> Services()
    {
        var api = Ask(8000, builder => builder.AddControlPlane());
        var node = Ask(8001, builder => builder.AddNode(), NodeOptions.PortVariable);
        var web = Ask(8080, builder => builder.AddWeb());
        var dav = Ask(8101, builder => builder.AddDav());

        // What all ask for, whatever its default is there.
        var common = web.Where(setting => setting.Name == "PORT" || Array.TrueForAll([api, node, dav], others => others.Contains(setting))).ToList();
        return new Dictionary<string, IReadOnlyList<Setting>>(StringComparer.Ordinal)
        {
            ["common"] = [.. common.Select(setting => setting.Name == "PORT" ? setting with { Default = null } : setting)],
            ["api"] = Own(api),
            ["node"] = Own(node),
            ["web"] = Own(web),
            ["dav"] = Own(dav),
        };

        IReadOnlyList<Setting> Own(IEnumerable<Setting> all) => [.. all.Where(setting => !common.Exists(shared => shared.Name == setting.Name))];
    }

    private static List<Setting> Ask(int port, Action<WebApplicationBuilder> add, string portVariable = "PORT")
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(WebExtensions).Assembly.GetName().Name });
        // One numbered server makes its variables asked for.
        builder.Configuration.AddInMemoryCollection([new("WEBDAV_URL_1", "http://127.0.0.1:8101")]);
        builder.AddServiceDefaults(defaultPort: port, portVariable: portVariable);
        add(builder);
        return [.. builder.GetSettings().Asked.Select(setting => setting with { Name = FirstNumber().Replace(setting.Name, "_n") })];
    }

    [GeneratedRegex("(?<=^WEBDAV_.*)_1$", RegexOptions.None, 1000)]
    private static partial Regex FirstNumber();
}
