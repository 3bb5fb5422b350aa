using System.Net;
using System.Text.RegularExpressions;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Tests.Web.Attendees;

/// <summary>Meetings with an access code, as an attendee's browser meets them.</summary>
public sealed partial class AccessCodeTests : IAsyncLifetime
{
    private AttendeeWeb _web = null!;
    private FakeMeetings _meetings = null!;

    public async Task InitializeAsync()
    {
        _web = await AttendeeWeb.StartAsync(clock => _meetings = new FakeMeetings(clock));
        _meetings.Add("m1", accessCode: "24 会议", paths: ["secret.pdf"]);
    }

    public async Task DisposeAsync() => await _web.DisposeAsync();

    [Fact]
    public async Task Meeting_IsShown_OnceTheCodeIsTyped()
    {
        var form = await _web.PageAsync("m1");
        Assert.Contains("This meeting needs a code", form, StringComparison.Ordinal);
        Assert.DoesNotContain("Meeting m1", form, StringComparison.Ordinal);
        Assert.DoesNotContain("secret.pdf", form, StringComparison.Ordinal);

        using var wrong = await TryAsync("m1", "1234");
        Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        Assert.Contains("This is not the code", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);

        using var right = await TryAsync("m1", " 24 会议 ");
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        Assert.Equal(HttpMethod.Get, right.RequestMessage!.Method);
        Assert.Contains("secret.pdf", await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("secret.pdf", await _web.PageAsync("m1"), StringComparison.Ordinal);

        // For this browser and this meeting alone, and as long as the code is this one.
        Assert.DoesNotContain("secret.pdf", await _web.PageAsync("m1", attendee: _web.NewAttendee()), StringComparison.Ordinal);
        _meetings.Add("m2", accessCode: "24 会议", paths: ["secret.pdf"]);
        Assert.DoesNotContain("secret.pdf", await _web.PageAsync("m2"), StringComparison.Ordinal);
        _meetings.Add("m1", accessCode: "another", paths: ["secret.pdf"]);
        _web.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.DoesNotContain("secret.pdf", await _web.PageAsync("m1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cookie_HidesTheCode_FromScriptsAndOtherPages()
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var browser = new HttpClient(handler) { BaseAddress = _web.Attendee.BaseAddress };
        using var response = await browser.GetAsync("/m/m1?code=24%20%E4%BC%9A%E8%AE%AE");
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("/m/m1", response.Headers.Location!.OriginalString);
        var cookie = response.Headers.GetValues("Set-Cookie").Single(c => c.StartsWith("meetingcloud.code=", StringComparison.Ordinal));
        foreach (var attribute in new[] { "httponly", "samesite=lax", "path=/m/m1" })
        {
            Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase);
        }

        // Carried by hand to a meeting with the same code, it opens nothing there.
        _meetings.Add("m2", accessCode: "24 会议", paths: ["secret.pdf"]);
        Assert.Contains("secret.pdf", await WithCookieAsync("m1"), StringComparison.Ordinal);
        Assert.DoesNotContain("secret.pdf", await WithCookieAsync("m2"), StringComparison.Ordinal);

        async Task<string> WithCookieAsync(string id)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"/m/{id}") { Headers = { { "Cookie", cookie.Split(';')[0] } } };
            using var page = await browser.SendAsync(request);
            return await page.Content.ReadAsStringAsync();
        }
    }

    [Fact]
    public async Task Guessing_IsStopped_AndWhoIsInsideStaysInside()
    {
        using var inside = await TryAsync("m1", "24 会议");
        var guesser = _web.NewAttendee();
        for (var i = 0; i < 10; i++)
        {
            using var wrong = await TryAsync("m1", $"guess {i}", guesser);
            Assert.Equal(HttpStatusCode.Unauthorized, wrong.StatusCode);
        }

        using var right = await TryAsync("m1", "24 会议", guesser);
        Assert.Equal(HttpStatusCode.TooManyRequests, right.StatusCode);
        Assert.NotNull(right.Headers.RetryAfter);
        using var link = await guesser.GetAsync("/m/m1?code=24%20%E4%BC%9A%E8%AE%AE");
        Assert.Equal(HttpStatusCode.TooManyRequests, link.StatusCode);
        Assert.Contains("secret.pdf", await _web.PageAsync("m1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Code_IsNotTaken_FromAnotherSitesForm()
    {
        using var content = new FormUrlEncodedContent([new("code", "24 会议")]);
        using var response = await _web.Attendee.PostAsync("/m/m1", content);
        Assert.DoesNotContain("secret.pdf", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret.pdf", await _web.PageAsync("m1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=b")]
    [InlineData("application/x-www-form-urlencoded; charset=none")]
    public async Task Form_IsShownAgain_WhenWhatWasSentIsNone(string contentType)
    {
        using var content = new ByteArrayContent([(byte)'x']);
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var response = await _web.Attendee.PostAsync("/m/m1", content);
        Assert.Equal(await StatusOfTheFormAsync(), response.StatusCode);
        Assert.Contains("This meeting needs a code", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Form_IsRefused_WhenItIsTooLarge()
    {
        using var content = new FormUrlEncodedContent([new("code", new string('x', (int)KestrelDefaults.DefaultMaxRequestBody))]);
        using var response = await _web.Attendee.PostAsync("/m/m1", content);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    private async Task<HttpStatusCode> StatusOfTheFormAsync()
    {
        using var form = await _web.Attendee.GetAsync("/m/m1");
        return form.StatusCode;
    }

    private async Task<HttpResponseMessage> TryAsync(string id, string code, HttpClient? attendee = null)
    {
        attendee ??= _web.Attendee;
        var form = await attendee.GetStringAsync($"/m/{id}");
        var token = Token().Match(form).Groups["value"].Value;
        using var content = new FormUrlEncodedContent([new("__RequestVerificationToken", token), new("code", code)]);
        return await attendee.PostAsync($"/m/{id}", content);
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<value>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Token();
}
