using Microsoft.Playwright;

namespace Screenshots;

/// <summary>How a reader sees the pages: the device, the colours and the language.</summary>
internal sealed record Look(string Name, ColorScheme Scheme, int Width, int Height, string Language = "en")
{
    // Until it knows its size, a chart draws itself in a corner.
    private const string ChartsFill =
        "[...document.querySelectorAll('.plot')].every(plot => plot.querySelector('.rz-category-axis')?.getBoundingClientRect().width > plot.clientWidth / 2)";

    public static readonly IReadOnlyList<Look> All =
    [
        new("desktop-light", ColorScheme.Light, 1280, 800),
        new("desktop-dark", ColorScheme.Dark, 1280, 800),
        new("phone-light", ColorScheme.Light, 390, 844),
        new("phone-dark", ColorScheme.Dark, 390, 844),
        new("desktop-light-zh", ColorScheme.Light, 1280, 800, "zh-CN"),
    ];

    /// <returns>The browser's storage after signing in.</returns>
    public static async Task<string> SignInAsync(IBrowser browser, string address, string adminKey)
    {
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = address });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/sign-in");
        await page.Locator("#key").FillAsync(adminKey);
        await page.Locator("main button[type=submit]").ClickAsync();
        await page.WaitForSelectorAsync(".shell[data-interactive]");
        // Each look has a language of its own.
        await context.ClearCookiesAsync(new BrowserContextClearCookiesOptions { Name = ".AspNetCore.Culture" });
        return await context.StorageStateAsync();
    }

    public Task<IBrowserContext> OpenAsync(IBrowser browser, string address, string? session) => browser.NewContextAsync(new BrowserNewContextOptions
    {
        BaseURL = address,
        Locale = Language,
        ColorScheme = Scheme,
        StorageState = session,
        TimezoneId = "Asia/Shanghai",
        ViewportSize = new ViewportSize { Width = Width, Height = Height },
    });

    /// <summary>The whole page, as far as it goes down, once it stands still.</summary>
    /// <param name="uploads">What is under way on it.</param>
    public static async Task TakeAsync(IBrowserContext window, string path, string file, Uploads? uploads)
    {
        var page = await window.NewPageAsync();
        await page.GotoAsync(path);
        await page.WaitForSelectorAsync("html:not(:has(.shell)), .shell[data-interactive]");
        // Charts and QR codes are drawn after the circuit has begun, and everything live comes within two seconds.
        await page.WaitForTimeoutAsync(2500);
        await page.WaitForFunctionAsync(ChartsFill);
        await (uploads?.BeginAsync(page) ?? Task.CompletedTask);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = file, FullPage = true, Animations = ScreenshotAnimations.Disabled });
        await (uploads is null ? Task.CompletedTask : Uploads.EndAsync(page));
        await page.CloseAsync();
    }
}
