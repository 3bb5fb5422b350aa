using System.Text.Json;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster.Uploads;

/// <summary>What an upload may be called is decided before its first byte is sent.</summary>
public sealed class UploadMetadataTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private Meeting _meeting = null!;

    private HttpClient Admin => _cluster.Admin;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(nodes: 0);
        _meeting = await Admin.CreateMeetingAsync();
        await Admin.UploadAsync(_meeting.Id, "a/b.txt", [1]);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Theory]
    [InlineData("../x", "path")]
    [InlineData("/etc/passwd", "path")]
    [InlineData("nul.txt", "path")]
    [InlineData("a\\b", "path")]
    [InlineData("a\u0001b", "path")]
    [InlineData("", "path")]
    public async Task Creation_IsRefused_WhenThePathIsATrick(string path, string field)
    {
        using var response = await Admin.CreateAsync(1, TusClient.Metadata(("meeting_id", _meeting.Id), ("path", path)));
        var errors = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors");
        Assert.True(errors.TryGetProperty(field, out _));
        await ProblemAssert.IsAsync(response, 422);
    }

    [Theory]
    [InlineData("A/B.txt")]
    [InlineData("a")]
    [InlineData("a/b.txt/c")]
    public async Task Creation_IsRefused_WhenThePathClashes(string path) => await ProblemAssert.IsAsync(
        await Admin.CreateAsync(1, TusClient.Metadata(("meeting_id", _meeting.Id), ("path", path))), 409);

    [Fact]
    public async Task Creation_IsRefused_WhenMeetingOrAgendaItemAreUnknown()
    {
        await ProblemAssert.IsAsync(await Admin.CreateAsync(1, TusClient.Metadata(("meeting_id", "nobody"), ("path", "x"))), 404);
        await ProblemAssert.IsAsync(await Admin.CreateAsync(1, TusClient.Metadata(("path", "x"))), 422);
        await ProblemAssert.IsAsync(
            await Admin.CreateAsync(1, TusClient.Metadata(("meeting_id", _meeting.Id), ("path", "x"), ("agenda_item_id", "none"))), 422);
        Assert.Empty(Directory.GetFiles(Path.Combine(_cluster.UploadFolder, "incoming")));
    }

    [Fact]
    public async Task Creation_IsRefused_WhenThereIsNoRoom()
    {
        _cluster.ApiDisk.IsFull = true;
        await ProblemAssert.IsAsync(await Admin.CreateAsync(1, TusClient.Metadata(("meeting_id", _meeting.Id), ("path", "x"))), 507);
    }

    [Fact]
    public async Task File_HasNameTypeAndAgendaItem_AsItsClientSaid()
    {
        using var posted = await Admin.PostContractAsync($"{Routes.Meetings}/{_meeting.Id}/agenda", new AgendaItemRequest("Budget", 1));
        var item = await posted.ReadContractAsync<AgendaItem>();
        await StoreAsync(("path", "x.bin"), ("filename", "other"), ("filetype", "image/png"), ("agenda_item_id", item.Id));
        var file = await FileAsync("x.bin");
        Assert.Equal(("image/png", item.Id), (file.ContentType, file.AgendaItemId));
    }

    [Theory]
    [InlineData("filename", "报告.pdf", "报告.pdf")]
    [InlineData("relativePath", "/folder/b.pdf", "folder/b.pdf")]
    [InlineData("relativePath", "folder/c.pdf", "folder/c.pdf")]
    [InlineData("relativePath", "null", "d.pdf")]
    [InlineData("filename", "e\u0301.pdf", "\u00e9.pdf")]
    public async Task File_IsNamed_ByWhatCommonClientsSend(string key, string value, string path)
    {
        await StoreAsync((key, value), key == "filename" ? ("name", "x") : ("filename", "d.pdf"));
        Assert.Equal("application/pdf", (await FileAsync(path)).ContentType);
    }

    private async Task StoreAsync(params (string, string)[] metadata)
    {
        using var response = await Admin.CreateAsync(1, TusClient.Metadata([("meeting_id", _meeting.Id), .. metadata]), [1]);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
    }

    private async Task<MeetingFile> FileAsync(string path) => (await Admin.MeetingAsync(_meeting.Id)).Files.Single(file => file.Path == path);
}
