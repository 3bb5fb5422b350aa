using System.Net;
using MeetingCloud.Dav;
using MeetingCloud.ServiceDefaults;
using Microsoft.Extensions.Configuration;

namespace MeetingCloud.Tests.Dav;

public sealed class AccessTests : DavTest
{
    [Theory]
    [InlineData(null, "")]
    [InlineData(DavServer.User, "wrong")]
    [InlineData(DavServer.User, "")]
    [InlineData("bert", DavServer.Password)]
    [InlineData("", "")]
    public async Task Request_IsRefusedWithAChallenge_WithoutTheCredential(string? user, string password)
    {
        await Server.PutAsync("/a", "secret");
        using var client = Server.NewClient(user, password);

        foreach (var method in new[] { "GET", "PUT", "OPTIONS", "PROPFIND", "DELETE" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), new Uri("/a", UriKind.Relative));
            using var response = await client.SendAsync(request);

            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
            Assert.Equal("Basic", response.Headers.WwwAuthenticate.Single().Scheme);
            Assert.Contains("realm=\"MeetingCloud\"", response.Headers.WwwAuthenticate.Single().Parameter, StringComparison.Ordinal);
        }

        Assert.Equal("secret", await Server.GetAsync("/a"));
    }

    [Theory]
    [InlineData("Basic not-base64!")]
    [InlineData("Basic")]
    [InlineData("Bearer abc")]
    public async Task Request_IsRefused_WhenItsHeaderIsNone(string header)
    {
        using var client = Server.NewClient(user: null);
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);

        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri("/", UriKind.Relative))).StatusCode);
    }

    [Fact]
    public async Task Guessing_IsStopped_EvenWhereTheLastGuessIsRight()
    {
        using var guesser = Server.NewClient(DavServer.User, "guess");
        using var client = Server.NewClient(user: null);
        for (var i = 0; i < GuessLimit.PerWindow; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(guesser));
        }

        using var refused = await guesser.GetAsync(new Uri("/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), GuessLimit.Window);
        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(Server.Client));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
    }

    [Fact]
    public async Task Credential_IsGood_WhereItWasBefore_HoweverManyGuessesComeFromThere()
    {
        await Server.PutAsync("/a", "before");
        using var guesser = Server.NewClient(DavServer.User, "guess");
        for (var i = 0; i < GuessLimit.PerWindow; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(guesser));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(guesser));
        Assert.Equal("before", await Server.GetAsync("/a"));
    }

    [Fact]
    public async Task Clients_MayAskWithoutTheCredential_AsOftenAsTheyLike()
    {
        using var client = Server.NewClient(user: null);
        for (var i = 0; i < 2 * GuessLimit.PerWindow; i++)
        {
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(client));
        }

        Assert.Equal(HttpStatusCode.MultiStatus, await PropFindAsync(Server.Client));
    }

    [Fact]
    public async Task Guesses_CountForTheAddressBehindTheProxy_WhenTheProxyIsTrusted()
    {
        await using var server = await DavServer.StartAsync(("TRUSTED_PROXIES", "127.0.0.1"));
        using var guesser = server.NewClient(DavServer.User, "guess");
        guesser.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.7");
        for (var i = 0; i <= GuessLimit.PerWindow; i++)
        {
            await StatusAsync(guesser);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(guesser));
        Assert.Equal(HttpStatusCode.MultiStatus, await PropFindAsync(server.Client));
    }

    [Fact]
    public async Task Health_IsToldToAnyone_AndItsNameIsTaken()
    {
        using var anyone = Server.NewClient(user: null);

        Assert.Contains("healthy", await anyone.GetStringAsync(new Uri("/health", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Contains("healthy", await anyone.GetStringAsync(new Uri("/alive", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(403, await Server.StatusWithBodyAsync("PUT", "/health", "x"));
        Assert.Equal(403, await Server.StatusAsync("MKCOL", "/ALIVE"));
    }

    [Fact]
    public void Settings_AreReportedAtOnce_WhenTheyCannotWork()
    {
        var file = Path.GetTempFileName();
        var settings = new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["DAV_ROOT"] = file,
            ["DAV_USERNAME"] = "a:b",
            ["DAV_PASSWORD"] = "hunter2",
            ["DAV_QUOTA_BYTES"] = "much",
            ["DAV_MAX_CONCURRENT"] = "-1",
        }).Build());

        DavOptions.Read(settings);

        var error = Assert.Throws<InvalidSettingsException>(settings.ThrowIfInvalid);
        Assert.Equal(["DAV_MAX_CONCURRENT", "DAV_PASSWORD", "DAV_QUOTA_BYTES", "DAV_ROOT", "DAV_USERNAME"], error.Errors.Select(static e => e.Name).Order());
        Assert.DoesNotContain("hunter2", error.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    [Fact]
    public async Task Start_IsRefused_WhenAnotherServerUsesTheFolder()
    {
        var error = await Assert.ThrowsAsync<InvalidSettingsException>(() => DavServer.StartAsync(("DAV_ROOT", Server.Root)));

        Assert.Equal("DAV_ROOT", error.Errors.Single().Name);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var response = await client.GetAsync(new Uri("/", UriKind.Relative));
        return response.StatusCode;
    }

    private static async Task<HttpStatusCode> PropFindAsync(HttpClient client)
    {
        using var request = new HttpRequestMessage(new HttpMethod("PROPFIND"), new Uri("/", UriKind.Relative)) { Headers = { { "Depth", "0" } } };
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
