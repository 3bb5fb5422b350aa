using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using MeetingCloud.Web.ControlPlane;

namespace MeetingCloud.Tests.Web.ControlPlane;

public sealed class ClientsTests
{
    [Fact]
    public async Task Meetings_CostOneQuestion_WhileNothingChanges_HoweverManyThereAre()
    {
        var tag = "\"1\"";
        var asked = new List<string>();
        using var http = Client(request =>
        {
            asked.Add(request.RequestUri!.Query);
            return request.Headers.IfNoneMatch.ToString() == tag ? new HttpResponseMessage(HttpStatusCode.NotModified) : Page(request, tag, total: 1200);
        });
        var client = new MeetingsClient(new ControlPlaneHttp(http));

        Assert.Equal(1200, (await client.GetActiveAsync(CancellationToken.None)).Count);
        Assert.Equal(3, asked.Count);

        Assert.Equal(1200, (await client.GetActiveAsync(CancellationToken.None)).Count);
        Assert.Equal(4, asked.Count);

        tag = "\"2\"";
        Assert.Equal(1200, (await client.GetActiveAsync(CancellationToken.None)).Count);
        Assert.Equal(7, asked.Count);
    }

    [Fact]
    public async Task Meetings_AreReadAnew_WhenTheyChangedWhileTheyWereRead()
    {
        var asked = 0;
        using var http = Client(request => Page(request, $"\"{++asked}\"", total: 700));
        var client = new MeetingsClient(new ControlPlaneHttp(http));

        await client.GetActiveAsync(CancellationToken.None);
        await client.GetActiveAsync(CancellationToken.None);

        Assert.Equal(4, asked);
    }

    [Fact]
    public async Task Health_IsAnAnswer_AlsoWhenItIsBad()
    {
        using var http = Client(_ => Json(HttpStatusCode.ServiceUnavailable, """{"status":"unhealthy","checks":{"redis":{"status":"degraded","description":"not connected"}}}"""));

        var health = await new MonitoringClient(new ControlPlaneHttp(http)).GetHealthAsync(CancellationToken.None);

        Assert.Equal("unhealthy", health.Status);
        Assert.Equal(new ControlPlaneCheck("degraded", "not connected"), health.Checks!["redis"]);
    }

    [Fact]
    public async Task History_IsAskedForSinceTheLastSample()
    {
        var asked = "";
        using var http = Client(request =>
        {
            asked = Uri.UnescapeDataString(request.RequestUri!.PathAndQuery);
            return Json(HttpStatusCode.OK, JsonSerializer.Serialize(Samples.History(2), ContractJson.Default.ClusterHistory));
        });

        var history = await new MonitoringClient(new ControlPlaneHttp(http)).GetHistoryAsync(Samples.Now.AddTicks(1234567), CancellationToken.None);

        Assert.Equal("/api/admin/history?since=2026-05-01T09:00:00.1234567Z", asked);
        Assert.Equal(2, history.Times.Count);
    }

    [Fact]
    public async Task Refusal_ComesInTheControlPlanesOwnWords()
    {
        using var http = Client(_ => Json(HttpStatusCode.Conflict, """{"title":"Conflict","detail":"'server1' is the last server in service: no file could be stored."}""", "application/problem+json"));

        var refused = await Assert.ThrowsAsync<ControlPlaneException>(
            () => new OriginsClient(new ControlPlaneHttp(http)).SetEnabledAsync("server1", enabled: false, CancellationToken.None));

        Assert.Equal("'server1' is the last server in service: no file could be stored.", refused.Message);
    }

    [Fact]
    public async Task Migration_IsStartedAndCancelled_AtTheContractsPaths()
    {
        var asked = new List<string>();
        using var http = Client(request =>
        {
            asked.Add($"{request.Method} {request.RequestUri!.AbsolutePath} {request.Content?.ReadAsStringAsync().GetAwaiter().GetResult()}".TrimEnd());
            return Json(HttpStatusCode.OK, JsonSerializer.Serialize(Samples.Migration("m", MigrationState.Running), ContractJson.Default.Migration));
        });
        var client = new OriginsClient(new ControlPlaneHttp(http));

        await client.MigrateAsync(new MigrationRequest(DryRun: true, "server3", MigrationVerification.Content), CancellationToken.None);
        await client.CancelMigrationAsync("m", CancellationToken.None);

        Assert.Equal(
            [
                """POST /api/admin/webdav/migrations {"dry_run":true,"server_id":"server3","verify":"content"}""",
                "POST /api/admin/webdav/migrations/m/cancel",
                "GET /api/admin/webdav/migrations/m",
            ],
            asked);
    }

    private static HttpClient Client(Func<HttpRequestMessage, HttpResponseMessage> answer) =>
        new(new StubHandler(answer)) { BaseAddress = new Uri("http://api") };

    private static HttpResponseMessage Page(HttpRequestMessage request, string tag, int total)
    {
        const int Size = 500;
        var number = int.Parse(request.RequestUri!.Query.Split("page=")[1].Split('&')[0], System.Globalization.CultureInfo.InvariantCulture);
        var items = Enumerable.Range((number - 1) * Size, Math.Clamp(total - ((number - 1) * Size), 0, Size)).Select(n => Samples.Meeting($"m{n}", 1));
        var response = Json(HttpStatusCode.OK, JsonSerializer.Serialize(new Page<MeetingSummary>([.. items], number, Size, total), ContractJson.Default.PageMeetingSummary));
        response.Headers.ETag = EntityTagHeaderValue.Parse(tag);
        return response;
    }

    private static HttpResponseMessage Json(HttpStatusCode status, string body, string type = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };
}
