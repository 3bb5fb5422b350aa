using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Aspire.Hosting.Testing;

namespace MeetingCloud.Tests.AppHost;

/// <summary>The origin pool's servers as the AppHost starts them.</summary>
[Collection(AppHostGroup.Name)]
public sealed class WebDavServerTests(RunningAppHost running)
{
    public static TheoryData<string> Servers => [.. Enumerable.Range(1, RunningAppHost.WebDavServers).Select(number => $"webdav-{number}")];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Server_KeepsFilesInAFolderOfItsOwn_ForWhoHasTheGeneratedPassword(string server)
    {
        var password = (await File.ReadAllTextAsync(Path.Combine(running.Data, "keys", "webdav-password"))).Trim();
        using var client = running.Application.CreateHttpClient(server);
        var file = new Uri("/a.txt", UriKind.Relative);

        client.DefaultRequestHeaders.Authorization = Basic("wrong");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(file)).StatusCode);

        client.DefaultRequestHeaders.Authorization = Basic(password);
        using var content = new StringContent(server);
        using var put = await client.PutAsync(file, content);
        Assert.True(put.IsSuccessStatusCode);
        Assert.Equal(server, await client.GetStringAsync(file));
        Assert.Equal(server, await File.ReadAllTextAsync(Path.Combine(running.Data, server, "a.txt")));
    }

    private static AuthenticationHeaderValue Basic(string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"meetingcloud:{password}")));
}
