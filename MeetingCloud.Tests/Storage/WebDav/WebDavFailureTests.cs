using System.Text;
using MeetingCloud.Storage.WebDav;
using MeetingCloud.Tests.Support.ScriptedHttp;

namespace MeetingCloud.Tests.Storage.WebDav;

/// <summary>What the client makes of the many ways in which a server can say no.</summary>
public sealed class WebDavFailureTests
{
    private const string Nutstore = """
        <?xml version="1.0" encoding="UTF-8"?>
        <d:error xmlns:d="DAV:" xmlns:s="http://ns.jianguoyun.com"><s:exception>{0}</s:exception><s:message>Why it is
        so</s:message></d:error>
        """;

    private static CancellationToken Ct => CancellationToken.None;

    [Theory]
    [InlineData("401 Unauthorized", "", WebDavFailure.Credentials)]
    [InlineData("403 Forbidden", "", WebDavFailure.Refused)]
    [InlineData("403 Forbidden", "WWW-Authenticate: Basic realm=\"x\"\r\n", WebDavFailure.Credentials)]
    [InlineData("404 Not Found", "", WebDavFailure.NotFound)]
    [InlineData("408 Request Timeout", "", WebDavFailure.TimedOut)]
    [InlineData("409 Conflict", "", WebDavFailure.Conflict)]
    [InlineData("412 Precondition Failed", "", WebDavFailure.Conflict)]
    [InlineData("413 Payload Too Large", "", WebDavFailure.TooLarge)]
    [InlineData("423 Locked", "", WebDavFailure.Locked)]
    [InlineData("429 Too Many Requests", "", WebDavFailure.Throttled)]
    [InlineData("500 Internal Server Error", "", WebDavFailure.ServerError)]
    [InlineData("501 Not Implemented", "", WebDavFailure.Refused)]
    [InlineData("503 Service Unavailable", "", WebDavFailure.ServerError)]
    [InlineData("503 Service Unavailable", "Retry-After: 5\r\n", WebDavFailure.Throttled)]
    [InlineData("507 Insufficient Storage", "", WebDavFailure.Full)]
    [InlineData("509 Bandwidth Limit Exceeded", "", WebDavFailure.Throttled)]
    [InlineData("302 Found", "Location: https://login.example.com/?secret=1\r\n", WebDavFailure.Refused)]
    [InlineData("206 Partial Content", "", WebDavFailure.Malformed)]
    public async Task Put_SaysWhy_ByStatusAndHeaders(string status, string headers, WebDavFailure failure)
    {
        await using var fixture = WebDavClientFixture.Answering(status, headers);

        var error = await Assert.ThrowsAsync<WebDavException>(() => fixture.PutAsync("a", 3));

        Assert.Equal((failure, int.Parse(status[..3], System.Globalization.CultureInfo.InvariantCulture)), (error.Failure, error.Status));
        Assert.False(error.OutcomeUnknown);
        Assert.Single(fixture.Server.Requests);
    }

    [Theory]
    [InlineData("503 Service Unavailable", "BlockedTemporarily", WebDavFailure.Throttled)]
    [InlineData("403 Forbidden", "TrafficRateExhausted", WebDavFailure.Throttled)]
    [InlineData("403 Forbidden", "StorageSpaceExhausted", WebDavFailure.Full)]
    [InlineData("403 Forbidden", "AccountExpired", WebDavFailure.Credentials)]
    [InlineData("403 Forbidden", "SandboxAccessDenied", WebDavFailure.Refused)]
    [InlineData("409 Conflict", "AncestorsNotFound", WebDavFailure.Conflict)]
    public async Task Put_SaysWhy_ByTheNameThatNutstoreGivesIt(string status, string name, WebDavFailure failure)
    {
        await using var fixture = WebDavClientFixture.Answering(status, body: Nutstore.Replace("{0}", name, StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<WebDavException>(() => fixture.PutAsync("b/c", 3));

        Assert.Equal(failure, error.Failure);
        Assert.Equal($"PUT b/c on {fixture.Server.Url.Authority}: {status}: {name}: Why it is so", error.Message);
    }

    [Fact]
    public async Task Read_FindsNothing_WhenNutstoreMissesAParent()
    {
        await using var fixture = WebDavClientFixture.Answering("409 Conflict", body: Nutstore.Replace("{0}", "AncestorsNotFound", StringComparison.Ordinal));

        Assert.Equal(WebDavFailure.NotFound, (await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.GetAsync("a/b", 0, null, Ct))).Failure);
        Assert.Equal(WebDavFailure.NotFound, (await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.ListAsync("a", null, Ct))).Failure);
        Assert.False(await fixture.Client.DeleteAsync("a/b", Ct));
    }

    [Theory]
    [InlineData("409 Conflict")]
    [InlineData("404 Not Found")]
    [InlineData("410 Gone")]
    public async Task Find_IsNull_WhenThereIsNothing(string status)
    {
        await using var fixture = new WebDavClientFixture(exchange => exchange.SendAsync($"HTTP/1.1 {status}\r\nContent-Length: 9\r\n\r\n"));

        Assert.Null(await fixture.Client.FindAsync("a", Ct));
        Assert.Null(await fixture.Client.FindAsync("a", Ct));
    }

    [Theory]
    [InlineData("Retry-After: 120\r\n", 120)]
    [InlineData("Retry-After: Fri, 01 May 2026 09:01:30 GMT\r\n", 90)]
    [InlineData("Retry-After: Fri, 01 May 2026 09:01:30 GMT\r\nDate: Fri, 01 May 2026 09:01:00 GMT\r\n", 30)]
    [InlineData("Retry-After: Fri, 01 May 2026 08:00:00 GMT\r\n", 0)]
    [InlineData("Retry-After: soon\r\n", null)]
    [InlineData("", null)]
    public async Task RetryAfter_IsThePauseThatTheServerAsksFor(string headers, int? seconds)
    {
        await using var fixture = WebDavClientFixture.Answering("429 Too Many Requests", headers);

        var error = await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.MeasureAsync(Ct));

        Assert.Equal(seconds, error.RetryAfter?.TotalSeconds);
    }

    [Theory]
    [InlineData("plain words\r\nin lines", "plain words in lines")]
    [InlineData("""{"type":"about:blank","title":"No room","detail":"The disk is full."}""", "The disk is full.")]
    [InlineData("<html><head><title>507 &amp; nginx</title></head><body><h1>x</h1></body></html>", "507 & nginx")]
    [InlineData("<html><body><h1>Nothing to say</h1></body></html>", "")]
    [InlineData("your header was: Basic @@", "")]
    [InlineData("your password was: " + WebDavClientFixture.Password, "")]
    public async Task Message_HoldsTheServersReason_WithoutMarkupAndSecrets(string body, string reason)
    {
        var credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"user:{WebDavClientFixture.Password}"));
        await using var fixture = WebDavClientFixture.Answering("507 Own Words", body: body.Replace("@@", credentials, StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<WebDavException>(() => fixture.PutAsync("a", 3));

        Assert.Equal($"PUT a on {fixture.Server.Url.Authority}: 507 Insufficient Storage{(reason.Length > 0 ? ": " + reason : "")}", error.Message);
    }

    [Fact]
    public async Task Message_IsShort_HoweverMuchTheServerSays()
    {
        await using var fixture = WebDavClientFixture.Answering("500 Internal Server Error", body: new string('x', 1 << 20));

        var error = await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.FindAsync("a", Ct).ContinueWith(_ => fixture.PutAsync("a", 3), TaskScheduler.Default).Unwrap());

        Assert.InRange(error.Message.Length, 100, 300);
    }

    [Fact]
    public async Task Redirect_NamesTheHost_AndIsNotFollowed()
    {
        await using var fixture = WebDavClientFixture.Answering("302 Found", "Location: https://login.example.com/?token=1\r\n");

        var error = await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.GetAsync("a", 0, null, Ct));

        Assert.Contains("login.example.com", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("token", error.Message, StringComparison.Ordinal);
        Assert.Single(fixture.Server.Requests);
    }

    [Fact]
    public async Task Redirect_IsNoAnswer_WhenTheHandlerFollowsItByItself()
    {
        await using var elsewhere = ScriptedServer.Answering("200 OK", body: "login page");
        await using var server = ScriptedServer.Answering("302 Found", $"Location: {elsewhere.Url}\r\n");
        using var http = new HttpClient();
        var client = new WebDavClient(http, new WebDavAccount(server.Url, "user", "secret"), TimeProvider.System);

        Assert.Equal(WebDavFailure.Refused, (await Assert.ThrowsAsync<WebDavException>(() => client.GetAsync("a", 0, null, Ct))).Failure);
        using var content = new MemoryStream(new byte[3]);
        Assert.Equal(WebDavFailure.Refused, (await Assert.ThrowsAsync<WebDavException>(() => client.PutAsync("a", content, 3, Ct))).Failure);
        Assert.All(elsewhere.Requests, request => Assert.False(request.Headers.ContainsKey("Authorization")));
    }

    [Theory]
    [InlineData("502 Bad Gateway")]
    [InlineData("504 Gateway Timeout")]
    [InlineData("524 A Timeout Occurred")]
    public async Task Write_LeavesItsOutcomeOpen_WhenOnlyAGatewayAnswers(string status)
    {
        await using var fixture = WebDavClientFixture.Answering(status);

        Assert.True((await Assert.ThrowsAsync<WebDavException>(() => fixture.PutAsync("a", 3))).OutcomeUnknown);
        Assert.False((await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.GetAsync("a", 0, null, Ct))).OutcomeUnknown);
    }

    [Fact]
    public async Task Write_LeavesItsOutcomeOpen_WhenNoAnswerComesInTime()
    {
        await using var fixture = new WebDavClientFixture(async exchange =>
        {
            await exchange.ReadBodyAsync();
            await exchange.HangAsync();
        });
        // Longer than it takes to be heard, on a busy machine too.
        fixture.Http.Timeout = TimeSpan.FromSeconds(3);

        var error = await Assert.ThrowsAsync<WebDavException>(() => fixture.PutAsync("a", 3));

        Assert.Equal((WebDavFailure.TimedOut, true, null), (error.Failure, error.OutcomeUnknown, error.Status));
    }

    [Fact]
    public async Task Write_HasNotHappened_WhenThereWasNoConnection()
    {
        await using var fixture = WebDavClientFixture.Answering("201 Created");
        await fixture.Server.StopAsync();

        var error = await Assert.ThrowsAsync<WebDavException>(() => fixture.PutAsync("a", 3));

        Assert.Equal((WebDavFailure.Unreachable, false), (error.Failure, error.OutcomeUnknown));
    }

    [Fact]
    public async Task Call_IsCancelled_WhenItsCallerSaysSo()
    {
        await using var fixture = new WebDavClientFixture(exchange => exchange.HangAsync());
        using var cancel = new CancellationTokenSource();

        var call = fixture.Client.MeasureAsync(cancel.Token);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Answer_IsMalformed_WhenItIsNotHttp()
    {
        await using var fixture = new WebDavClientFixture(async exchange =>
        {
            await exchange.SendAsync("SSH-2.0-OpenSSH_9.2\r\n\r\n");
            exchange.Close();
        });

        Assert.Equal(WebDavFailure.Malformed, (await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.GetAsync("a", 0, null, Ct))).Failure);
    }

    [Fact]
    public async Task ErrorBody_IsNotWaitedFor_WhenItDoesNotCome()
    {
        await using var fixture = new WebDavClientFixture(async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 507 Insufficient Storage\r\nContent-Length: 100\r\n\r\nno room");
            await exchange.HangAsync();
        });

        var call = fixture.Client.GetAsync("a", 0, null, Ct);
        await fixture.Clock.WhenArmedAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(WebDavFailure.Full, (await Assert.ThrowsAsync<WebDavException>(() => call)).Failure);
    }
}
