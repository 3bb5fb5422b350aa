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
}
