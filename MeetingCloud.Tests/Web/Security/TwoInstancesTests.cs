using System.Net;
using MeetingCloud.Tests.AppHost;

namespace MeetingCloud.Tests.Web.Security;

/// <summary>Two webs behind one balancer: what one has given a browser, the other takes.</summary>
public sealed class TwoInstancesTests
{
    private const string Key = "an-admin-key-of-the-tests";

    [Fact]
    public async Task CookiesAndForms_OfOneInstance_AreGoodAtTheOther_WhenTheyShareTheirKeys()
    {
        using var keys = new TemporaryFolder();
        var settings = ("DATA_PROTECTION_PATH", (string?)keys.Path);
        await using var first = await WebHost.StartAsync("http://127.0.0.1:9", Key, settings);
        await using var second = await WebHost.StartAsync("http://127.0.0.1:9", Key, settings);
        using var browser = new HttpClient(new InTurn(first.Url, second.Url)) { BaseAddress = new Uri("http://web.example") };

        // The form comes from one, with its cookie and token, and is sent to the other.
        using var signedIn = await browser.SignInAsync(Key, "/nodes");
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.EndsWith("/nodes", signedIn.Headers.Location?.OriginalString, StringComparison.Ordinal);
        for (var i = 0; i < 4; i++)
        {
            using var page = await browser.GetAsync("/");
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        }
    }

    /// <summary>A balancer without stickiness, and a browser to which both are one origin.</summary>
    private sealed class InTurn(params string[] instances) : DelegatingHandler(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
    {
        private readonly CookieContainer _cookies = new();
        private int _next;

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var asked = request.RequestUri!;
            request.RequestUri = new Uri(new Uri(instances[_next++ % instances.Length]), asked.PathAndQuery);
            if (_cookies.GetCookieHeader(asked) is { Length: > 0 } cookies)
            {
                request.Headers.Add("Cookie", cookies);
            }

            var response = await base.SendAsync(request, cancellationToken);
            foreach (var cookie in response.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
            {
                _cookies.SetCookies(asked, cookie);
            }

            return response;
        }
    }
}
