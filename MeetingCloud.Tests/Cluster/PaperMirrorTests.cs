using System.Net;
using System.Text;
using System.Text.Json;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Tests.Cluster;

/// <summary>Links to papers that need no control plane.</summary>
public sealed class PaperMirrorTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 2);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Papers_OpenOnEveryMirror_WhileTheControlPlaneIsAway()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "papers/议程 & plan.pdf", HttpExtensions.Bytes(3000, 1));
        await _cluster.Admin.UploadAsync(meeting.Id, "b.txt", HttpExtensions.Bytes(100, 2));
        await _cluster.WaitUntilReadyAsync(meeting.Id, 2);
        var data = await _cluster.Attendee.GetContractAsync<MeetingData>(Routes.MeetingData(meeting.Id));
        await _cluster.Api.CrashAsync();

        foreach (var (file, bytes) in data.Files.Zip([HttpExtensions.Bytes(100, 2), HttpExtensions.Bytes(3000, 1)]))
        {
            Assert.Equal(
                _cluster.Nodes.Select(n => n.Url).Order(),
                file.Mirrors!.Select(l => new Uri(l).GetLeftPart(UriPartial.Authority)).Order());
            foreach (var link in file.Mirrors!)
            {
                using var response = await _cluster.Attendee.GetAsync(link);
                Assert.Equal(HttpStatusCode.OK, response.StatusCode);
                Assert.Equal(bytes, await response.Content.ReadAsByteArrayAsync());
                Assert.Equal(file.Path[(file.Path.LastIndexOf('/') + 1)..], response.Content.Headers.ContentDisposition!.FileNameStar);
            }
        }

        Assert.NotEqual(Host(data.Files[0]), Host(data.Files[1]));
    }

    [Fact]
    public async Task Papers_AreShownOrSavedAsTheyWereDeclared_WhereverALinkLeads()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await UploadAsync("minutes", "application/pdf");
        await UploadAsync("a.pdf", "application/zip");
        await UploadAsync("notes.html", "text/plain");
        await UploadAsync("unnamed", FilePresentation.UnknownType);
        using var named = await _cluster.Admin.PatchAsync(
            Routes.MeetingFile(meeting.Id, "unnamed"), new StringContent("""{"path":"named.png"}""", Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, named.StatusCode);
        await _cluster.WaitUntilReadyAsync(meeting.Id, 2);
        var data = await _cluster.Attendee.GetContractAsync<MeetingData>(Routes.MeetingData(meeting.Id));

        await AssertShownAsync("minutes", "application/pdf", "inline");
        await AssertShownAsync("a.pdf", "application/zip", "attachment");
        await AssertShownAsync("notes.html", "text/plain", "inline");
        await AssertShownAsync("named.png", FilePresentation.UnknownType, "attachment");

        async Task UploadAsync(string path, string type)
        {
            using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(path)) { Headers = { ContentType = new(type) } };
            using var response = await _cluster.Admin.PutAsync(Routes.MeetingFile(meeting.Id, path), content);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        }

        async Task AssertShownAsync(string path, string type, string disposition)
        {
            var file = data.Files.Single(file => file.Path == path);
            using var redirect = await _cluster.Attendee.GetAsync(file.Url);
            foreach (var link in file.Mirrors!.Append(redirect.Headers.Location!.AbsoluteUri))
            {
                using var response = await _cluster.Attendee.GetAsync(link);
                Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
                Assert.Equal(disposition, response.Content.Headers.ContentDisposition?.DispositionType);
            }
        }
    }

    [Fact]
    public async Task Data_TellsTheAccessCode_ToAdminsAlone()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync(accessCode: "2468");
        var path = Routes.MeetingData(meeting.Id);
        Assert.Equal("2468", (await _cluster.Admin.GetContractAsync<MeetingData>(path)).AccessCode);
        using var data = JsonDocument.Parse(await _cluster.Attendee.GetStringAsync($"{path}?code=2468"));
        Assert.False(data.RootElement.TryGetProperty("access_code", out _));
    }

    [Fact]
    public async Task LastMirror_OpensWithoutTheCode_ForWhoeverHasShownIt()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync(accessCode: "2468");
        await _cluster.Admin.UploadAsync(meeting.Id, "a.txt", [1]);
        await _cluster.WaitUntilReadyAsync(meeting.Id, 2);
        var data = await _cluster.Attendee.GetContractAsync<MeetingData>($"{Routes.MeetingData(meeting.Id)}?code=2468");
        Assert.EndsWith("?code=2468", data.Mirrors[^1], StringComparison.Ordinal);
        using var redirect = await _cluster.Attendee.GetAsync(data.Mirrors[^1]);
        Assert.Equal(HttpStatusCode.TemporaryRedirect, redirect.StatusCode);

        // Nodes hear nothing of it.
        var onNodes = data.Mirrors.SkipLast(1).Append(data.DownloadUrl).Concat(data.Files[0].Mirrors!).Append(redirect.Headers.Location!.OriginalString);
        Assert.All(onNodes, link => Assert.DoesNotContain("code=", link, StringComparison.Ordinal));
    }

    private static string Host(MeetingDataFile file) => new Uri(file.Mirrors![0]).Authority;
}
