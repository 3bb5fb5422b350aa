using MeetingCloud.Benchmarks.Processes;
using Microsoft.Playwright;

namespace MeetingCloud.Benchmarks.Web;

/// <summary>A headless browser, with windows of an admin who has signed in and of people who have not.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    public const string HowToInstall = "Chromium is not installed (Debian: apt install chromium)";

    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;
    private readonly string _address;
    private string? _session;

    private Chromium(IPlaywright playwright, IBrowser browser, Uri web)
    {
        _playwright = playwright;
        _browser = browser;
        _address = web.OriginalString;
    }

    public static bool IsInstalled => Programs.Find("chromium") is not null;

    /// <summary>Starts the browser and signs in with the admin key.</summary>
    public static async Task<Chromium> StartAsync(Uri web, string adminKey, CancellationToken cancellationToken)
    {
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = Programs.Find("chromium"),
            // Many windows share a few processes, as they would not on fifty machines, but on one there is no room for more.
            Args = ["--no-sandbox", "--disable-dev-shm-usage", "--renderer-process-limit=4"],
        });
        var chromium = new Chromium(playwright, browser, web);
        try
        {
            await chromium.SignInAsync(adminKey).WaitAsync(cancellationToken);
            return chromium;
        }
        catch
        {
            await chromium.DisposeAsync();
            throw;
        }
    }

    /// <summary>A window with nothing of any other in it but the session; close its context after use.</summary>
    public async Task<IPage> OpenAsync(bool signedIn)
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = _address,
            Locale = "en",
            StorageState = signedIn ? _session : null,
            ViewportSize = new ViewportSize { Width = 1280, Height = 900 },
        });
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private async Task SignInAsync(string adminKey)
    {
        var page = await OpenAsync(signedIn: false);
        await page.GotoAsync("/sign-in");
        await page.Locator("#key").FillAsync(adminKey);
        await page.Locator("main form button[type=submit]").ClickAsync();
        await page.WaitForURLAsync(_address + "/");
        _session = await page.Context.StorageStateAsync();
        await page.Context.CloseAsync();
    }
}
