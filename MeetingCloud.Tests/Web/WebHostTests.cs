using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Cluster;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace MeetingCloud.Tests.Web;

/// <summary>The web as a process: on a socket, against a control plane on a socket.</summary>
public sealed partial class WebHostTests : IAsyncLifetime, IDisposable
{
    private const string Key = "an-admin-key-of-the-tests";

    private readonly CookieContainer _cookies = new();
    private WebApplication _api = null!;
    private WebHost _web = null!;
    private HttpClient _client = null!;

    public async Task InitializeAsync()
    {
        var api = WebApplication.CreateSlimBuilder();
        api.WebHost.UseUrls("http://127.0.0.1:0");
        _api = api.Build();
        _api.MapGet(Routes.Nodes, (HttpContext context) => Answer(context, JsonSerializer.Serialize(
            new NodeList([Samples.Node("node-from-the-api", NodeState.Active, new HeldMeeting("m", 7))]), ContractJson.Default.NodeList)));
        _api.MapGet(Routes.Meetings, (HttpContext context, int page) => Answer(context, JsonSerializer.Serialize(
            new Page<MeetingSummary>([Samples.Meeting($"m{page.ToString(CultureInfo.InvariantCulture)}", 7, $"Meeting of page {page.ToString(CultureInfo.InvariantCulture)}")], page, 1, 2),
            ContractJson.Default.PageMeetingSummary)));
        await _api.StartAsync();

        _web = await WebHost.StartAsync(_api.Urls.First(), Key);
        _client = new HttpClient(new HttpClientHandler { CookieContainer = _cookies }) { BaseAddress = new Uri(_web.Url) };
        using var answer = await _client.SignInAsync(Key);
        Assert.Equal(new Uri(_client.BaseAddress, "/"), answer.RequestMessage?.RequestUri);
    }

    public async Task DisposeAsync()
    {
        await _web.DisposeAsync();
        await _api.DisposeAsync();
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Page_HasTheData_BeforeAnyScriptRuns()
    {
        var html = await FilledAsync("/", "node-from-the-api", "Meeting of page 1", "Meeting of page 2");

        Assert.DoesNotContain(Key, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Times_AreThoseOfTheReadersZone_WhichIsNamed()
    {
        _client.DefaultRequestHeaders.Add("Cookie", "meetingcloud.zone=" + Uri.EscapeDataString("Asia/Shanghai|480"));

        foreach (var page in new[] { "/", "/meetings" })
        {
            var html = await FilledAsync(page, "Meeting of page 1");

            Assert.Contains("Asia/Shanghai (UTC+8)", html.Replace("&#x2B;", "+", StringComparison.Ordinal), StringComparison.Ordinal);
            Assert.Contains("title=\"2026-05-01 10:00 UTC\">2026-05-01 18:00</time>", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Page_LoadsNothingFromOutside_AndAllThatItNamesIsThere()
    {
        using var page = await _client.GetAsync("/");
        var html = await page.Content.ReadAsStringAsync();
        Assert.StartsWith("default-src 'self'; connect-src 'self' " + _api.Urls.First() + ";", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", page.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);

        var assets = Assets().Matches(html).Select(match => match.Groups["address"].Value).ToList();
        Assert.Contains(assets, asset => asset.StartsWith("_framework/blazor.web.", StringComparison.Ordinal));
        foreach (var asset in assets)
        {
            Assert.DoesNotContain("//", asset, StringComparison.Ordinal);
            Assert.NotEmpty(await _client.GetByteArrayAsync(asset));
        }
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData("http://127.0.0.1.evil.example", HttpStatusCode.Forbidden)]
    [InlineData("null", HttpStatusCode.Forbidden)]
    [InlineData("its own", HttpStatusCode.OK)]
    // As behind a proxy that ends TLS and passes the host on without its port.
    [InlineData("https://127.0.0.1:8443", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Circuit_IsOpened_ForThisSitesPagesAlone(string? origin, HttpStatusCode status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin == "its own" ? _web.Url : origin);
        }

        using var response = await _client.SendAsync(request);
        Assert.Equal(status, response.StatusCode);
    }

    [Fact]
    public async Task WebSocket_IsRefused_ToAnotherSitesPage_ThatSkipsTheNegotiation()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await ConnectAsync("https://evil.example"));
        Assert.Equal(HttpStatusCode.SwitchingProtocols, await ConnectAsync(_web.Url));

        async Task<HttpStatusCode> ConnectAsync(string origin)
        {
            using var socket = new ClientWebSocket();
            socket.Options.CollectHttpResponseDetails = true;
            socket.Options.SetRequestHeader("Origin", origin);
            socket.Options.Cookies = _cookies;
            try
            {
                await socket.ConnectAsync(new Uri(_web.Url.Replace("http:", "ws:", StringComparison.Ordinal) + "/_blazor"), CancellationToken.None);
            }
            catch (WebSocketException)
            {
                // The status says why.
            }

            return socket.HttpStatusCode;
        }
    }

    [Fact]
    public async Task UnknownPage_Is404_AndSaysSo()
    {
        using var response = await _client.GetAsync("/nowhere");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("There is no such page", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void Web_RefusesToStart_WithoutItsKey()
    {
        var builder = WebApplication.CreateBuilder();
        builder.AddServiceDefaults(defaultPort: 0, defaultHost: "127.0.0.1");
        builder.AddWeb();

        var error = Assert.Throws<InvalidSettingsException>(builder.GetSettings().ThrowIfInvalid);

        Assert.Equal("ADMIN_API_KEY", Assert.Single(error.Errors).Name);
    }

    /// <summary>A page with these texts of its data in it: where the first answer takes longer than a page waits for it, a later page has it.</summary>
    private async Task<string> FilledAsync(string page, params string[] data)
    {
        var html = "";
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                html = await _client.GetStringAsync(page);
                return Array.TrueForAll(data, text => html.Contains(text, StringComparison.Ordinal));
            },
            TestCluster.Patience,
            "the page has the data");
        return html;
    }

    private static Task Answer(HttpContext context, string json)
    {
        if (context.Request.Headers.Authorization != $"Bearer {Key}")
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        context.Response.ContentType = "application/json";
        return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(json)).AsTask();
    }

    [GeneratedRegex("<(script|link)[^>]+(src|href)=\"(?<address>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Assets();
}
