using System.Net;
using System.Security.Cryptography;
using MeetingCloud.Contracts;

namespace MeetingCloud.Tests.Cluster.Uploads;

/// <summary>The tus protocol, version 1.0.0, clause by clause.</summary>
public sealed class UploadProtocolTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private Meeting _meeting = null!;

    private HttpClient Admin => _cluster.Admin;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(nodes: 0, ("UPLOAD_MAX_BYTES", "1MiB"));
        _meeting = await Admin.CreateMeetingAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Upload_BecomesAFile_WithItsLastByte()
    {
        var bytes = HttpExtensions.Bytes(300_000);
        var url = await Admin.BeginAsync(_meeting.Id, "papers/议程.pdf", bytes.Length);
        using (var first = await Admin.PatchAsync(url, 0, bytes[..100_000]))
        {
            Assert.Equal(HttpStatusCode.NoContent, first.StatusCode);
            Assert.Equal(100_000, first.Offset());
            Assert.Equal("1.0.0", first.Header(TusHeaders.Resumable));
            Assert.True(DateTimeOffset.Parse(first.Header(TusHeaders.Expires)!) > DateTimeOffset.Parse("2000-01-01"));
        }

        Assert.Equal(100_000, await Admin.OffsetAsync(url));
        Assert.Empty((await Admin.MeetingAsync(_meeting.Id)).Files);

        using var second = await Admin.PatchAsync(url, 100_000, bytes[100_000..]);
        Assert.Equal(300_000, second.Offset());
        var file = Assert.Single((await Admin.MeetingAsync(_meeting.Id)).Files);
        Assert.Equal(("papers/议程.pdf", 300_000L, "application/pdf", HttpExtensions.Sha256(bytes)), (file.Path, file.Size, file.ContentType, file.Sha256));
        Assert.Equal(bytes, await Admin.GetByteArrayAsync(Routes.MeetingFile(_meeting.Id, file.Path)));
        var twin = await Admin.UploadAsync(_meeting.Id, "twin.pdf", bytes);
        Assert.Equal(twin.Crc32, file.Crc32);
    }

    [Fact]
    public async Task Head_TellsAll_WhileTheUploadIsUnderWayAndAfter()
    {
        var metadata = TusClient.Metadata(("meeting_id", _meeting.Id), ("path", "a.txt"));
        using var created = await Admin.CreateAsync(4, metadata, [1, 2]);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(2, created.Offset());
        var url = created.Headers.Location!.ToString();
        using var under = await Admin.HeadAsync(url);
        Assert.Equal(("2", "4", metadata), (under.Header(TusHeaders.Offset), under.Header(TusHeaders.Length), under.Header(TusHeaders.Metadata)));
        Assert.True(under.Headers.CacheControl!.NoStore);

        using var patched = await Admin.PatchAsync(url, 2, [3, 4]);
        Assert.Equal(4, await Admin.OffsetAsync(url));
        // A client that did not get the answer asks again.
        using var again = await Admin.PatchAsync(url, 4, []);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1000)]
    public async Task Upload_IsStoredByOneRequest_WhenItIsCreatedWithItsBytes(int size)
    {
        var bytes = HttpExtensions.Bytes(size);
        using var created = await Admin.CreateAsync(
            size, TusClient.Metadata(("meeting_id", _meeting.Id), ("path", "a.bin")), size == 0 ? null : bytes);
        Assert.Equal(HttpStatusCode.Created, created.StatusCode);
        Assert.Equal(size, created.Offset());
        Assert.Equal(HttpExtensions.Sha256(bytes), Assert.Single((await Admin.MeetingAsync(_meeting.Id)).Files).Sha256);
    }

    [Fact]
    public async Task Options_TellWhatIsSpokenHere()
    {
        foreach (var path in new[] { Routes.Uploads, Routes.Uploads + "/x" })
        {
            using var response = await _cluster.Attendee.SendAsync(new HttpRequestMessage(HttpMethod.Options, path));
            Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
            Assert.Equal("1.0.0", response.Header(TusHeaders.Version));
            Assert.Equal("creation,creation-with-upload,expiration,termination,checksum", response.Header(TusHeaders.Extension));
            Assert.Equal("1048576", response.Header(TusHeaders.MaxSize));
            Assert.Contains("sha1", response.Header(TusHeaders.ChecksumAlgorithm), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Request_IsRefused_WhenItSpeaksAnotherVersion()
    {
        foreach (var version in new[] { null, "0.2.2" })
        {
            var request = TusClient.Request(HttpMethod.Post, Routes.Uploads, (TusHeaders.Resumable, version), (TusHeaders.Length, "1"));
            using var response = await Admin.SendAsync(request);
            Assert.Equal("1.0.0", response.Header(TusHeaders.Version));
            await ProblemAssert.IsAsync(response, 412);
        }
    }

    [Fact]
    public async Task Patch_IsRefused_WhenItIsNotAsTheProtocolHasIt()
    {
        var url = await Admin.BeginAsync(_meeting.Id, "a.bin", 10);
        using (var conflict = await Admin.PatchAsync(url, 3, [1]))
        {
            Assert.Equal(0, conflict.Offset());
            await ProblemAssert.IsAsync(conflict, 409);
        }

        await ProblemAssert.IsAsync(await Admin.PatchAsync(url, 0, [1], (TusHeaders.Offset, "-1")), 400);
        await ProblemAssert.IsAsync(await Admin.PatchAsync(url, 0, new byte[11]), 413);
        await ProblemAssert.IsAsync(await Admin.PatchAsync(url, 0, [1], (TusHeaders.Checksum, "crc99 AAAA")), 400);
        await ProblemAssert.IsAsync(await Admin.PatchAsync(Routes.Uploads + "/unknown", 0, [1]), 404);
        var typed = TusClient.Request(HttpMethod.Patch, url, (TusHeaders.Offset, "0"));
        typed.Content = new ByteArrayContent([1]);
        await ProblemAssert.IsAsync(await Admin.SendAsync(typed), 415);
        Assert.Equal(0, await Admin.OffsetAsync(url));
    }

    [Fact]
    public async Task Patch_LeavesNothing_WhenMoreComesThanWasAnnounced()
    {
        var url = await Admin.BeginAsync(_meeting.Id, "a.bin", 10);
        var request = TusClient.Request(HttpMethod.Patch, url, (TusHeaders.Offset, "0"));
        request.Content = TusClient.Content(new byte[20]);
        request.Headers.TransferEncodingChunked = true;
        await ProblemAssert.IsAsync(await Admin.SendAsync(request), 413);
        Assert.Equal(0, await Admin.OffsetAsync(url));
    }

    [Theory]
    [InlineData("sha1")]
    [InlineData("sha256")]
    public async Task Patch_IsDiscarded_WhenItsSumIsWrong(string algorithm)
    {
        var bytes = HttpExtensions.Bytes(10_000);
        var url = await Admin.BeginAsync(_meeting.Id, "a.bin", bytes.Length);
        using (var first = await Admin.PatchAsync(url, 0, bytes[..5_000]))
        {
            Assert.Equal(5_000, first.Offset());
        }

        var damaged = bytes[5_000..];
        damaged[17] ^= 1;
        using (var wrong = await Admin.PatchAsync(url, 5_000, damaged, (TusHeaders.Checksum, Sum(algorithm, bytes[5_000..]))))
        {
            Assert.Equal(5_000, wrong.Offset());
            await ProblemAssert.IsAsync(wrong, 460);
        }

        Assert.Equal(5_000, await Admin.OffsetAsync(url));
        Assert.Empty((await Admin.MeetingAsync(_meeting.Id)).Files);
        using var right = await Admin.PatchAsync(url, 5_000, bytes[5_000..], (TusHeaders.Checksum, Sum(algorithm, bytes[5_000..])));
        Assert.Equal(HttpStatusCode.NoContent, right.StatusCode);
        Assert.Equal(HttpExtensions.Sha256(bytes), Assert.Single((await Admin.MeetingAsync(_meeting.Id)).Files).Sha256);
    }

    [Fact]
    public async Task Upload_IsGone_WhenItIsTerminated()
    {
        var url = await Admin.BeginAsync(_meeting.Id, "a.bin", 10);
        using var patched = await Admin.PatchAsync(url, 0, [1, 2, 3]);
        using var deleted = await Admin.SendAsync(TusClient.Request(HttpMethod.Delete, url));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var head = await Admin.HeadAsync(url);
        Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
        await ProblemAssert.IsAsync(await Admin.PatchAsync(url, 3, [4]), 404);
        Assert.Empty(Directory.GetFiles(Path.Combine(_cluster.UploadFolder, "incoming")));
    }

    [Fact]
    public async Task Method_MayStandInAHeader_ForNetworksThatLetOnlyPostThrough()
    {
        var url = await Admin.BeginAsync(_meeting.Id, "a.bin", 3);
        var patch = TusClient.Request(HttpMethod.Post, url, (TusHeaders.Offset, "0"), (TusHeaders.MethodOverride, "PATCH"));
        patch.Content = TusClient.Content([1, 2, 3]);
        using var patched = await Admin.SendAsync(patch);
        Assert.Equal(HttpStatusCode.NoContent, patched.StatusCode);
        Assert.Single((await Admin.MeetingAsync(_meeting.Id)).Files);
        await ProblemAssert.IsAsync(await Admin.SendAsync(TusClient.Request(HttpMethod.Post, url)), 405);
    }

    [Theory]
    [InlineData(TusHeaders.Length, null, 400)]
    [InlineData(TusHeaders.Length, "x", 400)]
    [InlineData(TusHeaders.Length, "1048577", 413)]
    [InlineData(TusHeaders.DeferLength, "1", 400)]
    [InlineData(TusHeaders.Concat, "partial", 400)]
    [InlineData(TusHeaders.Metadata, "meeting_id !", 400)]
    [InlineData(TusHeaders.Metadata, "path YQ==,path YQ==", 400)]
    public async Task Creation_IsRefused_WhenItsHeadersAreWrong(string name, string? value, int status)
    {
        var metadata = TusClient.Metadata(("meeting_id", _meeting.Id), ("path", "a.bin"));
        await ProblemAssert.IsAsync(await Admin.CreateAsync(10, metadata, null, (name, value)), status);
    }

    private static string Sum(string algorithm, byte[] bytes) => algorithm + " " + Convert.ToBase64String(
        CryptographicOperations.HashData(algorithm == "sha1" ? HashAlgorithmName.SHA1 : HashAlgorithmName.SHA256, bytes));
}
