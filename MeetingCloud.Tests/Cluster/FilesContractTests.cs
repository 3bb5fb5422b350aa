using System.Net;
using System.Text;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>Files of meetings over HTTP, as the contract has them.</summary>
public sealed class FilesContractTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await TestCluster.StartAsync(nodes: 0);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task File_IsStoredOnce_AndReplaced()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        var path = Routes.MeetingFile(meeting.Id, "papers/议程 1.pdf");
        using var first = await _cluster.Admin.PutAsync(path, new ByteArrayContent(HttpExtensions.Bytes(1000)));
        Assert.Equal(HttpStatusCode.Created, first.StatusCode);
        var file = await first.ReadContractAsync<MeetingFile>();
        Assert.Equal("papers/议程 1.pdf", file.Path);
        Assert.Equal("application/pdf", file.ContentType);
        Assert.Equal(HttpExtensions.Sha256(HttpExtensions.Bytes(1000)), file.Sha256);

        using var again = await _cluster.Admin.PutAsync(path, new ByteArrayContent(HttpExtensions.Bytes(1000)));
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.Equal(2, (await MeetingAsync(meeting.Id)).Version);

        using var other = await _cluster.Admin.PutAsync(path, new ByteArrayContent(HttpExtensions.Bytes(500, seed: 2)));
        Assert.Equal(file.Id, (await other.ReadContractAsync<MeetingFile>()).Id);
        Assert.Equal(3, (await MeetingAsync(meeting.Id)).Version);

        using var removed = await _cluster.Admin.DeleteAsync(path);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Empty((await MeetingAsync(meeting.Id)).Files);
        await ProblemAssert.IsAsync(await _cluster.Admin.DeleteAsync(path), 404);
    }

    [Theory]
    [InlineData(null, "a.pdf", "application/pdf")]
    [InlineData("text/plain; charset=utf-8", "a.pdf", "text/plain")]
    [InlineData("image/png", "a", "image/png")]
    [InlineData("application/x-www-form-urlencoded", "a.pdf", "application/pdf")]
    [InlineData("application/octet-stream", "a.mp4", "video/mp4")]
    [InlineData("nonsense", "a.unknown", "application/octet-stream")]
    public async Task File_HasTheTypeThatItsSenderOrItsNameSays(string? sent, string path, string stored)
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        using var content = new ByteArrayContent([1]);
        if (sent is not null)
        {
            content.Headers.TryAddWithoutValidation("Content-Type", sent);
        }

        using var response = await _cluster.Admin.PutAsync(Routes.MeetingFile(meeting.Id, path), content);
        Assert.Equal(stored, (await response.ReadContractAsync<MeetingFile>()).ContentType);
    }

    [Fact]
    public async Task File_IsRefused_WhenTabletsCouldNotUnpackItBesideTheOthers()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "a/b.txt", [1]);
        foreach (var path in new[] { "A/B.txt", "a", "a/b.txt/c" })
        {
            await ProblemAssert.IsAsync(await _cluster.Admin.PutAsync(Routes.MeetingFile(meeting.Id, path), new ByteArrayContent([2])), 409);
        }

        Assert.Single((await MeetingAsync(meeting.Id)).Files);
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("%2e%2e/x")]
    [InlineData("a/%2E%2E/%2e%2e/x")]
    [InlineData("a%2Fb")]
    [InlineData("%EF%BC%8E%EF%BC%8E/x")]
    [InlineData("/etc/passwd")]
    [InlineData("nul.txt")]
    [InlineData("a%01b")]
    public async Task File_IsRefused_WhenItsPathIsATrick(string path)
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        var (status, body) = await SendRawAsync($"PUT {Routes.Meetings}/{meeting.Id}/files/{path}");
        Assert.Equal(422, status);
        Assert.Contains("\"path\"", body, StringComparison.Ordinal);
        Assert.Empty((await MeetingAsync(meeting.Id)).Files);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("?agenda_item_id=x")]
    public async Task File_IsNeitherStoredNorDeleted_WhenNoPathIsGiven(string tail)
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "files", [1]);
        foreach (var method in new[] { "GET", "PUT", "PATCH", "DELETE" })
        {
            var (status, body) = await SendRawAsync($"{method} {Routes.Meetings}/{meeting.Id}/files{tail}", "{}");
            Assert.Equal(422, status);
            Assert.Contains("\"path\":[\"must not be empty.\"]", body, StringComparison.Ordinal);
        }

        Assert.Equal([1], await _cluster.Admin.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, "files")));
        Assert.Equal(2, (await MeetingAsync(meeting.Id)).Version);
    }

    [Fact]
    public async Task Upload_LeavesNothing_WhenItBreaks()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        using (var client = new System.Net.Sockets.TcpClient())
        {
            var url = new Uri(_cluster.Api.Url);
            await client.ConnectAsync(url.Host, url.Port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
                $"PUT {Routes.MeetingFile(meeting.Id, "x.bin")} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TestCluster.AdminKey}\r\nContent-Length: 1000000\r\n\r\n"));
            await client.GetStream().WriteAsync(HttpExtensions.Bytes(300_000));
            await Support.Eventually.BecomesTrueAsync(() => Temporaries() == 1, TestCluster.Patience, "the upload has begun");
        }

        await Support.Eventually.BecomesTrueAsync(() => Temporaries() == 0, TestCluster.Patience, "what it left is gone");
        Assert.Empty((await MeetingAsync(meeting.Id)).Files);

        int Temporaries()
        {
            var folder = Path.Combine(_cluster.UploadFolder, "tmp");
            return Directory.Exists(folder) ? Directory.GetFiles(folder).Length : 0;
        }
    }

    [Fact]
    public async Task Upload_IsRefused_WhileTheDiskIsFull_AndDownloadsGoOn()
    {
        var meeting = await _cluster.Admin.CreateMeetingAsync();
        await _cluster.Admin.UploadAsync(meeting.Id, "a.txt", [1]);
        _cluster.ApiDisk.IsFull = true;
        await ProblemAssert.IsAsync(await _cluster.Admin.PutAsync(Routes.MeetingFile(meeting.Id, "b.txt"), new ByteArrayContent([2])), 507);
        Assert.Equal(["a.txt"], (await MeetingAsync(meeting.Id)).Files.Select(f => f.Path));
        Assert.Equal(HttpStatusCode.OK, (await _cluster.Attendee.GetAsync(Routes.Package(meeting.Id))).StatusCode);
        Assert.Contains("uploads are refused", await _cluster.Attendee.GetStringAsync("/health"), StringComparison.Ordinal);

        _cluster.ApiDisk.IsFull = false;
        await _cluster.Admin.UploadAsync(meeting.Id, "b.txt", [2]);
    }

    private Task<Meeting> MeetingAsync(string id) => _cluster.Admin.GetContractAsync<Meeting>($"{Routes.Meetings}/{id}");

    // HttpClient would resolve the dots before it sends them.
    private async Task<(int Status, string Body)> SendRawAsync(string requestLine, string body = "x")
    {
        var url = new Uri(_cluster.Api.Url);
        using var client = new System.Net.Sockets.TcpClient();
        await client.ConnectAsync(url.Host, url.Port);
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(
            $"{requestLine} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {TestCluster.AdminKey}\r\n"
            + $"Content-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        using var reader = new StreamReader(client.GetStream());
        var answer = await reader.ReadToEndAsync();
        return (int.Parse(answer.Split(' ')[1]), answer);
    }
}
