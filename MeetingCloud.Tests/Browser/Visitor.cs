using System.Collections.Concurrent;
using System.Globalization;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Web.Components;
using Microsoft.Playwright;

namespace MeetingCloud.Tests.Browser;

/// <summary>A browser window. What its console says is wrong fails the test that it belongs to.</summary>
internal sealed class Visitor : IAsyncDisposable
{
    private readonly ConcurrentQueue<string> _errors = new();
    private readonly CultureInfo _language;
    private ICDPSession? _network;

    public Visitor(IPage page, string language)
    {
        Page = page;
        _language = CultureInfo.GetCultureInfo(language);
        page.SetDefaultTimeout((float)TestCluster.Patience.TotalMilliseconds);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                _errors.Enqueue(message.Text);
            }
        };
        page.PageError += (_, error) => _errors.Enqueue(error);
    }

    public IPage Page { get; }

    /// <summary>Set by tests that take servers away: the browser rightly complains then.</summary>
    public bool MayComplain { get; set; }

    /// <summary>The text of a component in this window's language.</summary>
    public string Say<TComponent>(string key, params object[] arguments)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = _language;
        try
        {
            var text = English.Localizer<TComponent>()[key, arguments];
            Assert.False(text.ResourceNotFound && _language.Name != "en", $"'{key}' has no {_language.Name}.");
            return text.Value;
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    public ILocator Button<TComponent>(string key, params object[] arguments) =>
        Page.GetByRole(AriaRole.Button, new() { Name = Say<TComponent>(key, arguments), Exact = true });

    public ILocator Link<TComponent>(string key, params object[] arguments) =>
        Page.GetByRole(AriaRole.Link, new() { Name = Say<TComponent>(key, arguments) });

    public ILocator Field<TComponent>(string key) => Page.GetByLabel(Say<TComponent>(key), new() { Exact = true });

    /// <summary>The page's heading.</summary>
    public ILocator Heading => Page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    /// <summary>Opens a page and waits until it takes clicks: pages with a circuit are only pictures before.</summary>
    public async Task GoAsync(string path)
    {
        await Page.GotoAsync(path);
        await Page.WaitForSelectorAsync("html:not(:has(.shell)), .shell[data-interactive]");
    }

    /// <summary>
    /// Waits until the page that a form has led to takes clicks: the circuit puts its own elements in the place of those that came first,
    /// and what was clicked on them is lost. For when something is seen that only the new page has.
    /// </summary>
    public Task InteractiveAsync() => Page.WaitForSelectorAsync(".shell[data-interactive]");

    /// <summary>Lets this window send so many bytes per second; null for as many as it can.</summary>
    public async Task LimitUploadAsync(int? bytesPerSecond)
    {
        if (_network is null)
        {
            _network = await Page.Context.NewCDPSessionAsync(Page);
            await _network.SendAsync("Network.enable");
        }

        await _network.SendAsync("Network.emulateNetworkConditions", new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["offline"] = false,
            ["latency"] = 0,
            ["downloadThroughput"] = -1,
            ["uploadThroughput"] = bytesPerSecond ?? -1,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await Page.Context.CloseAsync();
        if (!MayComplain)
        {
            CleanConsoleAttribute.Report(_errors);
        }
    }
}
