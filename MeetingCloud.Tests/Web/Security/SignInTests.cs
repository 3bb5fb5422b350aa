using System.Net;
using MeetingCloud.Tests.AppHost;

namespace MeetingCloud.Tests.Web.Security;

public sealed class SignInTests : IAsyncLifetime, IDisposable
{
    private const string Key = "an-admin-key-of-the-tests";

    private readonly HttpClient _client = new(new HttpClientHandler { AllowAutoRedirect = false });
    private WebHost _web = null!;

    public async Task InitializeAsync()
    {
        // Nobody listens there: sign-in works while the control plane is away.
        _web = await WebHost.StartAsync("http://127.0.0.1:9", Key);
        _client.BaseAddress = new Uri(_web.Url);
    }

    public async Task DisposeAsync() => await _web.DisposeAsync();

    public void Dispose() => _client.Dispose();

    [Theory]
    [InlineData("/")]
    [InlineData("/nodes")]
    [InlineData("/meetings?q=a")]
    public async Task Pages_LeadToTheForm_WithoutASession(string path)
    {
        using var response = await _client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal($"{_web.Url}/sign-in?return_url={Uri.EscapeDataString(path)}", response.Headers.Location?.AbsoluteUri);
    }

    [Fact]
    public async Task Circuit_IsNotOpened_WithoutASession()
    {
        using var response = await _client.PostAsync("/_blazor/negotiate?negotiateVersion=1", null);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Key_IsExchangedForACookie_ThatScriptsDoNotSee()
    {
        using var response = await _client.SignInAsync(Key, "/nodes");

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal($"{_web.Url}/nodes", response.Headers.Location?.AbsoluteUri);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"), value => value.StartsWith("meetingcloud.session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, cookie, StringComparison.Ordinal);
        using var page = await _client.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("https://evil.example/")]
    public async Task SignIn_LeadsNowhereElse_WhateverTheAddressSays(string returnUrl)
    {
        using var response = await _client.SignInAsync(Key, returnUrl);

        Assert.Equal($"{_web.Url}/", response.Headers.Location?.AbsoluteUri);
    }

    [Theory]
    [InlineData("wrong")]
    [InlineData("an-admin-key-of-the-test")]
    [InlineData("")]
    public async Task WrongKey_IsRefused_AndTheFormSaysSo(string key)
    {
        using var response = await _client.SignInAsync(key);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Contains("This is not the admin key.", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(response.Headers, header => header.Key == "Set-Cookie" && header.Value.Any(v => v.Contains("session", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Form_IsRefused_WithoutItsToken()
    {
        using var content = new FormUrlEncodedContent([new("Key", Key), new("_handler", "sign-in")]);
        using var response = await _client.PostAsync("/sign-in", content);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Guessing_IsSlowedDown()
    {
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 11; i++)
        {
            using var response = await _client.SignInAsync("guess");
            statuses.Add(response.StatusCode);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
            {
                Assert.InRange(response.Headers.RetryAfter?.Delta?.TotalSeconds ?? 0, 1, 60);
                Assert.Equal("text/html", response.Content.Headers.ContentType?.MediaType);
                var page = await response.Content.ReadAsStringAsync();
                Assert.Contains("<h1>Too many tries came from here</h1>", page, StringComparison.Ordinal);
                // In the clothes of the other pages, and with the way back.
                Assert.Contains("href=\"app.", page, StringComparison.Ordinal);
                Assert.Contains("href=\"/sign-in\"", page, StringComparison.Ordinal);
            }
        }

        Assert.Equal([.. Enumerable.Repeat(HttpStatusCode.Unauthorized, 10), HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public async Task Key_OpensTheMonitor_HoweverManyWrongOnesCameFromItsAddress()
    {
        for (var i = 0; i < 12; i++)
        {
            using var wrong = await _client.SignInAsync("");
        }

        using var content = new FormUrlEncodedContent([]);
        for (var i = 0; i < 12; i++)
        {
            // As another site's form sends it.
            using var foreign = await _client.PostAsync("/sign-in", content);
            Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        }

        using var right = await _client.SignInAsync(Key);
        Assert.Equal(HttpStatusCode.Redirect, right.StatusCode);
        using var page = await _client.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task Session_IsVoid_WhenTheKeyHasChanged()
    {
        using var folder = new TemporaryFolder();
        var settings = ("DATA_PROTECTION_PATH", (string?)folder.Path);
        await using var before = await WebHost.StartAsync("http://127.0.0.1:9", Key, settings);
        using var signingIn = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(before.Url) };
        using var answer = await signingIn.SignInAsync(Key);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), v => v.StartsWith("meetingcloud.session=", StringComparison.Ordinal)).Split(';')[0];

        await using var restarted = await WebHost.StartAsync("http://127.0.0.1:9", Key, settings);
        await using var changed = await WebHost.StartAsync("http://127.0.0.1:9", Key + "-new", settings);

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(restarted, cookie));
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(changed, cookie));
    }

    [Theory]
    [InlineData("/nodes", true)]
    [InlineData("/_blazor/negotiate?negotiateVersion=1", false)]
    [InlineData("/relay/meetings/m/files/a.pdf", false)]
    public async Task Session_BeginsAnew_WithEachPageThatIsLoaded(string path, bool isPage)
    {
        using var signedIn = await _client.SignInAsync(Key);
        using var request = new HttpRequestMessage(path.StartsWith("/_blazor", StringComparison.Ordinal) ? HttpMethod.Post : HttpMethod.Get, path);

        using var response = await _client.SendAsync(request);

        Assert.NotEqual(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(isPage, response.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(cookie => cookie.StartsWith("meetingcloud.session=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task SignOut_EndsTheSession_WithItsTokenAlone()
    {
        using var signedIn = await _client.SignInAsync(Key);
        using var forged = await _client.PostAsync("/sign-out", new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);

        using var malformed = new ByteArrayContent([(byte)'x']);
        malformed.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data");
        using var unread = await _client.PostAsync("/sign-out", malformed);
        Assert.Equal(HttpStatusCode.BadRequest, unread.StatusCode);

        var form = SignInExtensions.HiddenFields(await _client.GetStringAsync("/")).Where(field => field.Key == "__RequestVerificationToken");
        using var content = new FormUrlEncodedContent(form);
        using var response = await _client.PostAsync("/sign-out", content);
        Assert.Equal("/sign-in", response.Headers.Location?.OriginalString);
        using var page = await _client.GetAsync("/");
        Assert.Equal(HttpStatusCode.Redirect, page.StatusCode);
    }

    [Fact]
    public async Task SignOut_LeadsToTheForm_WhenTheSessionHasEndedBefore()
    {
        using var response = await _client.PostAsync("/sign-out", new FormUrlEncodedContent([]));

        Assert.Equal("/sign-in", response.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task SignOut_EndsTheSession_ForCopiesOfItsCookieToo()
    {
        using var signedIn = await _client.SignInAsync(Key);
        var cookie = Assert.Single(signedIn.Headers.GetValues("Set-Cookie"), v => v.StartsWith("meetingcloud.session=", StringComparison.Ordinal)).Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_web, cookie));

        var form = SignInExtensions.HiddenFields(await _client.GetStringAsync("/")).Where(field => field.Key == "__RequestVerificationToken");
        using var content = new FormUrlEncodedContent(form);
        using var response = await _client.PostAsync("/sign-out", content);

        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(_web, cookie));
    }

    private static async Task<HttpStatusCode> StatusAsync(WebHost web, string cookie)
    {
        using var client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
        using var request = new HttpRequestMessage(HttpMethod.Get, web.Url + "/");
        request.Headers.Add("Cookie", cookie);
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
