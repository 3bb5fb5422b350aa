using System.Net;
using System.Net.Http.Headers;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.ServiceDefaults.Resilience;

public sealed class TransferRetryTests
{
    private static readonly TimeSpan s_longEnough = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.BadGateway)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.GatewayTimeout)]
    public async Task Get_IsRepeated_WhenThePeerMayRecover(HttpStatusCode status)
    {
        using var fixture = Fixture(new StubHandler(_ => new HttpResponseMessage(status)), answersAfter: 2);

        var response = await fixture.Clock.AdvanceUntilAsync(fixture.Client.GetAsync("/file", HttpCompletionOption.ResponseHeadersRead), s_longEnough);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(3, fixture.Network.Calls);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task Get_IsNotRepeated_WhenTheAnswerWillNotChange(HttpStatusCode status)
    {
        using var fixture = new TransferFixture(new StubHandler(_ => new HttpResponseMessage(status)));

        var response = await fixture.Client.GetAsync("/file");

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(1, fixture.Network.Calls);
    }

    [Fact]
    public async Task Get_IsRepeated_WhenThePeerRefusesTheConnection()
    {
        using var fixture = Fixture(
            new StubHandler(_ => throw new HttpRequestException(HttpRequestError.ConnectionError, "refused")), answersAfter: 1);

        var response = await fixture.Clock.AdvanceUntilAsync(fixture.Client.GetAsync("/file"), s_longEnough);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Get_GivesTheLastAnswer_WhenAllRepeatsFail()
    {
        using var fixture = Fixture(new StubHandler(_ => new HttpResponseMessage(HttpStatusCode.BadGateway)), answersAfter: int.MaxValue);

        var response = await fixture.Clock.AdvanceUntilAsync(fixture.Client.GetAsync("/file"), s_longEnough);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal(4, fixture.Network.Calls);
    }

    [Fact]
    public async Task Get_WaitsAsLongAsThePeerAsks()
    {
        using var fixture = Fixture(
            new StubHandler(_ => Busy(new RetryConditionHeaderValue(TimeSpan.FromSeconds(7)))), answersAfter: 1);

        var response = fixture.Client.GetAsync("/file");
        await fixture.Clock.WhenArmedAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Equal(1, fixture.Network.Calls);

        fixture.Clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(HttpStatusCode.OK, (await response).StatusCode);
    }

    [Fact]
    public async Task Get_UnderstandsRetryAfterAsADate()
    {
        TransferFixture? fixture = null;
        using var created = fixture = Fixture(
            new StubHandler(_ => Busy(new RetryConditionHeaderValue(fixture!.Clock.GetUtcNow().AddSeconds(5)))), answersAfter: 1);

        var response = fixture.Client.GetAsync("/file");
        await fixture.Clock.WhenArmedAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.Equal(1, fixture.Network.Calls);

        fixture.Clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.Equal(HttpStatusCode.OK, (await response).StatusCode);
    }

    [Fact]
    public async Task Get_LeavesTheDecisionToTheCaller_WhenThePeerAsksForALongPause()
    {
        using var fixture = new TransferFixture(new StubHandler(_ => Busy(new RetryConditionHeaderValue(TimeSpan.FromMinutes(10)))));

        var response = await fixture.Client.GetAsync("/file");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromMinutes(10), response.Headers.RetryAfter?.Delta);
        Assert.Equal(1, fixture.Network.Calls);
    }

    [Theory]
    [InlineData("POST", true)]
    [InlineData("PATCH", true)]
    [InlineData("PUT", false)]
    [InlineData("DELETE", false)]
    public async Task Request_IsNotRepeated_WhenItCouldDoHarmTwice(string method, bool allowRepeat)
    {
        using var fixture = new TransferFixture(new StubHandler(_ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable)));
        using var request = new HttpRequestMessage(new HttpMethod(method), "/file") { Content = new StringContent("x") };

        var response = await fixture.Client.SendAsync(allowRepeat ? request.AllowRepeat() : request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(1, fixture.Network.Calls);
    }

    [Fact]
    public async Task Put_SendsItsBodyAgain_WhenToldThatItIsSafe()
    {
        var bodies = new List<string>();
        using var fixture = new TransferFixture(
            new StubHandler(async (request, cancellation) =>
            {
                bodies.Add(await request.Content!.ReadAsStringAsync(cancellation));
                return new HttpResponseMessage(bodies.Count < 2 ? HttpStatusCode.BadGateway : HttpStatusCode.Created);
            }),
            WithoutDeadlines);
        using var body = new MemoryStream("the bytes"u8.ToArray());
        using var request = new HttpRequestMessage(HttpMethod.Put, "/file") { Content = new StreamContent(body) };

        var response = await fixture.Clock.AdvanceUntilAsync(fixture.Client.SendAsync(request.AllowRepeat()), s_longEnough);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal(["the bytes", "the bytes"], bodies);
    }

    private static TransferFixture Fixture(StubHandler failing, int answersAfter)
    {
        var invoker = new HttpMessageInvoker(failing);
        var calls = 0;
        return new TransferFixture(
            new StubHandler(async (request, cancellation) =>
                calls++ < answersAfter ? await invoker.SendAsync(request, cancellation) : new HttpResponseMessage(HttpStatusCode.OK)),
            WithoutDeadlines);
    }

    /// <summary>So that the only timer is the pause between two attempts.</summary>
    private static void WithoutDeadlines(TransferOptions options)
    {
        options.HeadersTimeout = Timeout.InfiniteTimeSpan;
        options.StallTimeout = Timeout.InfiniteTimeSpan;
    }

    private static HttpResponseMessage Busy(RetryConditionHeaderValue retryAfter)
    {
        var response = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        response.Headers.RetryAfter = retryAfter;
        return response;
    }
}
