using Microsoft.Playwright;
using Screenshots;

if (args is not [var address, var adminKey, var folder, .. var pages])
{
    await Console.Error.WriteLineAsync("Usage: Screenshots <web address> <admin key> <folder> name=path …");
    return 2;
}

Directory.CreateDirectory(folder);
using var uploads = new Uploads();
using var playwright = await Playwright.CreateAsync();
await using var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
{
    ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium",
    Args = ["--no-sandbox", "--disable-dev-shm-usage"],
});

var session = await Look.SignInAsync(browser, address, adminKey);
foreach (var look in Look.All)
{
    await using var admin = await look.OpenAsync(browser, address, session);
    await using var visitor = await look.OpenAsync(browser, address, session: null);
    foreach (var page in pages.Select(page => page.Split('=', 2)))
    {
        var file = Path.Combine(folder, $"{page[0]}-{look.Name}.png");
        await Look.TakeAsync(page[0] is "sign-in" or "attendee" ? visitor : admin, page[1], file, page[0] is "meeting-files" ? uploads : null);
        Console.WriteLine(file);
    }
}

return 0;
