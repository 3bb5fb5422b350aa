using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster;

/// <summary>What comes compressed, and what must not.</summary>
public sealed class CompressionTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private Meeting _meeting = null!;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(nodes: 1);
        _meeting = await _cluster.Admin.CreateMeetingAsync();
        for (var i = 0; i < 20; i++)
        {
            await _cluster.Admin.UploadAsync(_meeting.Id, $"papers/{i}.json", [(byte)'{', (byte)'}']);
        }

        await _cluster.WaitUntilReadyAsync(_meeting.Id, 1);
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task DataOfAMeeting_IsCompressed_ForWhoTakesIt()
    {
        using var plain = await GetAsync(_cluster.Attendee, Routes.MeetingData(_meeting.Id), encoding: null);
        Assert.Empty(plain.Content.Headers.ContentEncoding);
        var length = (await plain.Content.ReadAsByteArrayAsync()).Length;

        using var packed = await GetAsync(_cluster.Attendee, Routes.MeetingData(_meeting.Id), "gzip");

        Assert.Equal(["gzip"], packed.Content.Headers.ContentEncoding);
        Assert.Contains("Accept-Encoding", packed.Headers.Vary);
        var bytes = await packed.Content.ReadAsByteArrayAsync();
        Assert.InRange(bytes.Length, 1, length / 2);
        await using var unpacked = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var json = await JsonDocument.ParseAsync(unpacked);
        Assert.Equal(20, json.RootElement.GetProperty("files").GetArrayLength());
    }

    [Fact]
    public async Task AnswersWithAStrongTag_StayAsTheyAre_AndTheTagIsGoodForAnEdit()
    {
        using var meeting = await GetAsync(_cluster.Admin, $"{Routes.Meetings}/{_meeting.Id}", "gzip, br");
        Assert.Empty(meeting.Content.Headers.ContentEncoding);
        Assert.False(meeting.Headers.ETag!.IsWeak);

        using var edit = await _cluster.Admin.PutContractAsync(
            $"{Routes.Meetings}/{_meeting.Id}", new MeetingRequest("Other", _meeting.Time, Status: _meeting.Status), meeting.Headers.ETag.Tag);
        Assert.True(edit.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Papers_AreNeverCompressed_NotEvenJson()
    {
        // A draft is not on the nodes: the control plane sends the bytes itself.
        var draft = await _cluster.Admin.CreateMeetingAsync(status: MeetingStatus.Draft);
        await _cluster.Admin.UploadAsync(draft.Id, "a.json", [.. Enumerable.Repeat((byte)' ', 10_000), (byte)'1']);

        using var whole = await GetAsync(_cluster.Admin, Routes.MeetingFile(draft.Id, "a.json"), "gzip, br");

        Assert.Equal("application/json", whole.Content.Headers.ContentType!.MediaType);
        Assert.Empty(whole.Content.Headers.ContentEncoding);
        Assert.Equal(10_001, whole.Content.Headers.ContentLength);
    }

    private static async Task<HttpResponseMessage> GetAsync(HttpClient client, string path, string? encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (encoding is not null)
        {
            foreach (var value in encoding.Split(", "))
            {
                request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(value));
            }
        }

        var response = await client.SendAsync(request);
        Assert.True(response.IsSuccessStatusCode);
        return response;
    }
}
