namespace MeetingCloud.Tests.Dav;

public sealed class OptionsTests : DavTest
{
    [Fact]
    public async Task Options_TellsClassesAndMethods_WhenAsked()
    {
        await Server.PutAsync("/a.txt", "a");

        using var root = await Server.SendAsync("OPTIONS", "/");
        using var file = await Server.SendAsync("OPTIONS", "/a.txt");
        using var nothing = await Server.SendAsync("OPTIONS", "/b.txt");

        Assert.Equal("1, 2, 3", root.Headers.GetValues("DAV").Single());
        Assert.DoesNotContain("PUT", root.Content.Headers.Allow);
        Assert.Contains("PROPFIND", root.Content.Headers.Allow);
        Assert.Contains("PUT", file.Content.Headers.Allow);
        Assert.Contains("MKCOL", nothing.Content.Headers.Allow);
        Assert.DoesNotContain("DELETE", nothing.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PATCH")]
    [InlineData("BREW")]
    public async Task OtherMethod_IsRefusedWithThoseThatGo_WhenSent(string method)
    {
        using var response = await Server.SendAsync(method, "/", "x");

        Assert.Equal(405, (int)response.StatusCode);
        Assert.Contains("PROPFIND", response.Content.Headers.Allow);
    }
}
