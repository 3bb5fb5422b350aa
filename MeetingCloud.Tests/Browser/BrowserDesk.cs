using System.Globalization;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Cluster.Origins;
using MeetingCloud.Tests.Support.Programs;
using MeetingCloud.Tests.Web;
using Microsoft.Playwright;

namespace MeetingCloud.Tests.Browser;

/// <summary>The whole of MeetingCloud on sockets of this process, and a headless browser that looks at it.</summary>
public sealed class BrowserDesk : IAsyncLifetime
{
    /// <summary>
    /// An attendee's page takes a server that does not answer soon for one that is away. Here it waits as long as the tests do: what is
    /// slow is the machine.
    /// </summary>
    private static readonly string s_patience = string.Create(
        CultureInfo.InvariantCulture,
        $$"""{ const timeout = AbortSignal.timeout; AbortSignal.timeout = () => timeout.call(AbortSignal, {{TestCluster.Patience.TotalMilliseconds}}); }""");

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private readonly Dictionary<string, string> _sessions = new(StringComparer.Ordinal);

    internal OriginCluster Origin { get; private set; } = null!;

    internal TestCluster Cluster => Origin.Cluster;

    internal WebHost Web { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Origin = await OriginCluster.StartAsync(servers: 3, nodes: 2, ("WEBDAV_HEALTH_CHECK_INTERVAL", "1000"));
        Web = await WebHost.StartAsync(Cluster.Api.Url, TestCluster.AdminKey);
        Assertions.SetDefaultExpectTimeout((float)TestCluster.Patience.TotalMilliseconds);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = InstalledProgram.Find(BrowserGroup.Program),
            Args = ["--no-sandbox", "--disable-dev-shm-usage"],
        });
    }

    public async Task DisposeAsync()
    {
        // Also where it was started in part: what failed is told, and nothing is left behind.
        await (_browser?.DisposeAsync() ?? default);
        _playwright?.Dispose();
        await (Web?.DisposeAsync() ?? default);
        await (Origin?.DisposeAsync() ?? default);
    }

    /// <summary>A new browser window of somebody who has signed in.</summary>
    internal async Task<Visitor> AdminAsync(string language = "en", ColorScheme scheme = ColorScheme.Light, bool phone = false)
    {
        if (!_sessions.TryGetValue(language, out var session))
        {
            await using var first = await VisitorAsync(language, scheme, phone);
            await first.GoAsync("/sign-in");
            await first.Page.Locator("#key").FillAsync(TestCluster.AdminKey);
            await first.Page.Locator("main form button[type=submit]").ClickAsync();
            await first.Page.WaitForURLAsync(Web.Url + "/");
            session = _sessions[language] = await first.Page.Context.StorageStateAsync();
        }

        return await VisitorAsync(language, scheme, phone, session);
    }

    /// <summary>A new browser window of somebody who has not.</summary>
    internal async Task<Visitor> VisitorAsync(
        string language = "en", ColorScheme scheme = ColorScheme.Light, bool phone = false, string? session = null)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Web.Url,
            Locale = language,
            ColorScheme = scheme,
            // A button in a dialog that still grows is elsewhere when the mouse comes up.
            ReducedMotion = ReducedMotion.Reduce,
            TimezoneId = "Asia/Shanghai",
            StorageState = session,
            ViewportSize = phone ? new ViewportSize { Width = 390, Height = 844 } : new ViewportSize { Width = 1280, Height = 900 },
            HasTouch = phone,
            AcceptDownloads = true,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        await context.AddInitScriptAsync(s_patience);
        return new Visitor(await context.NewPageAsync(), language);
    }
}
