using System.Net;
using System.Security.Cryptography;
using MeetingCloud.Api.Uploads;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster.Origins;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster.Uploads;

/// <summary>An upload goes on where it was, whatever broke.</summary>
public sealed class UploadResumeTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;
    private Meeting _meeting = null!;

    private HttpClient Admin => _cluster.Admin;

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(nodes: 0);
        _meeting = await Admin.CreateMeetingAsync();
    }

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task Upload_GoesOn_WhenItsConnectionBroke()
    {
        var bytes = HttpExtensions.Bytes(2_000_000);
        var url = await Admin.BeginAsync(_meeting.Id, "a.bin", bytes.Length);
        using (await BrokenPatch.StartAsync(_cluster.Api.Url, url, 0, bytes[..700_000], bytes.Length))
        {
            await ArrivedAsync(url, 700_000);
        }

        await EndWellAsync(url, bytes, 700_000);
    }

    [Fact]
    public async Task Upload_GoesOn_WhenTheControlPlaneIsKilled()
    {
        var folder = Directory.CreateTempSubdirectory("mc-upload-");
        try
        {
            await using var api = await ApiProcess.StartNewAsync(folder.FullName, _cluster.Redis.ConnectionString, []);
            var meeting = await api.Admin.CreateMeetingAsync();
            var bytes = HttpExtensions.Bytes(3_000_000);
            var url = await api.Admin.BeginAsync(meeting.Id, "a.bin", bytes.Length);
            using (await BrokenPatch.StartAsync(api.Admin.BaseAddress!.ToString(), url, 0, bytes[..1_000_000], bytes.Length))
            {
                await Eventually.BecomesTrueAsync(async () => await api.Admin.OffsetAsync(url) == 1_000_000, TestCluster.Patience, "the bytes have arrived");
                api.Kill();
            }

            await api.StartAsync();
            Assert.Equal(1_000_000, await api.Admin.OffsetAsync(url));
            Assert.Empty((await api.Admin.MeetingAsync(meeting.Id)).Files);
            using (var rest = await api.Admin.PatchAsync(url, 1_000_000, bytes[1_000_000..]))
            {
                Assert.Equal(HttpStatusCode.NoContent, rest.StatusCode);
            }

            Assert.Equal(bytes, await api.Admin.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, "a.bin")));
            api.Kill();
            await api.StartAsync();
            // A client that has not heard of its success hears of it now.
            Assert.Equal(bytes.Length, await api.Admin.OffsetAsync(url));
            Assert.Equal(2, (await api.Admin.MeetingAsync(meeting.Id)).Version);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Upload_LosesWhatWasNotChecked_WhenTheControlPlaneIsKilledBeforeTheSum()
    {
        var folder = Directory.CreateTempSubdirectory("mc-upload-");
        try
        {
            await using var api = await ApiProcess.StartNewAsync(folder.FullName, _cluster.Redis.ConnectionString, []);
            var meeting = await api.Admin.CreateMeetingAsync();
            var bytes = HttpExtensions.Bytes(500_000);
            var url = await api.Admin.BeginAsync(meeting.Id, "a.bin", bytes.Length);
            using (var first = await api.Admin.PatchAsync(url, 0, bytes[..100_000]))
            {
                Assert.Equal(100_000, first.Offset());
            }

            var sum = $"Upload-Checksum: sha256 {Convert.ToBase64String(SHA256.HashData(bytes[100_000..]))}\r\n";
            using (await BrokenPatch.StartAsync(api.Admin.BaseAddress!.ToString(), url, 100_000, new byte[200_000], 400_000, sum))
            {
                var incoming = new DirectoryInfo(Path.Combine(api.Uploads, "incoming"));
                await Eventually.BecomesTrueAsync(
                    () => incoming.GetFiles("*.bytes").Single().Length == 300_000, TestCluster.Patience, "the bytes have arrived");
                api.Kill();
            }

            await api.StartAsync();
            Assert.Equal(100_000, await api.Admin.OffsetAsync(url));
            using var rest = await api.Admin.PatchAsync(url, 100_000, bytes[100_000..]);
            Assert.Equal(bytes, await api.Admin.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, "a.bin")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Upload_LosesWhatWasNotChecked_WhenItsConnectionBrokeBeforeTheSum()
    {
        var bytes = HttpExtensions.Bytes(1_000_000);
        var url = await Admin.BeginAsync(_meeting.Id, "a.bin", bytes.Length);
        using (var first = await Admin.PatchAsync(url, 0, bytes[..100_000]))
        {
            Assert.Equal(100_000, first.Offset());
        }

        var sum = $"Upload-Checksum: sha256 {Convert.ToBase64String(SHA256.HashData(bytes[100_000..]))}\r\n";
        using (await BrokenPatch.StartAsync(_cluster.Api.Url, url, 100_000, bytes[100_000..500_000], 900_000, sum))
        {
            await Eventually.BecomesTrueAsync(() => PartialSize() == 500_000, TestCluster.Patience, "the bytes have arrived");
            Assert.Equal(100_000, await Admin.OffsetAsync(url));
        }

        // What nobody vouches for is written over, and does not count until then.
        await EndWellAsync(url, bytes, 100_000);

        long PartialSize() => new DirectoryInfo(Path.Combine(_cluster.UploadFolder, "incoming")).GetFiles("*.bytes").Single().Length;
    }

    [Fact]
    public async Task SecondWriter_IsToldToWait_WhileTheFirstIsAtWork()
    {
        var bytes = HttpExtensions.Bytes(1_000_000);
        var url = await Admin.BeginAsync(_meeting.Id, "a.bin", bytes.Length);
        using var first = await BrokenPatch.StartAsync(_cluster.Api.Url, url, 0, bytes[..1000], bytes.Length);
        await ArrivedAsync(url, 1000);
        using var stop = new CancellationTokenSource();
        var sending = first.SendSlowlyAsync(bytes, 1000, stop.Token);
        using (var locked = await Admin.PatchAsync(url, await Admin.OffsetAsync(url), [1]))
        {
            Assert.NotNull(locked.Headers.RetryAfter);
            await ProblemAssert.IsAsync(locked, 423);
        }

        await stop.CancelAsync();
        var sent = await sending;
        await first.SendAsync(bytes[sent..]);
        Assert.Equal(204, await first.StatusAsync());
        Assert.Equal(bytes, await Admin.GetByteArrayAsync(Routes.MeetingFile(_meeting.Id, "a.bin")));
    }

    [Fact]
    public async Task SecondWriter_GoesOn_WhenTheFirstHasFallenSilent()
    {
        var bytes = HttpExtensions.Bytes(1_000_000);
        var url = await Admin.BeginAsync(_meeting.Id, "a.bin", bytes.Length);
        // Its connection stands still, as that of a phone that went to another network.
        using var first = await BrokenPatch.StartAsync(_cluster.Api.Url, url, 0, bytes[..300_000], bytes.Length);
        await ArrivedAsync(url, 300_000);
        await EndWellAsync(url, bytes, 300_000);
        Assert.Equal(409, await first.StatusAsync());
    }

    [Fact]
    public async Task Upload_IsGone_WhenNobodyWentOnWithIt()
    {
        var url = await Admin.BeginAsync(_meeting.Id, "a.bin", 10);
        using (var patched = await Admin.PatchAsync(url, 0, [1, 2, 3]))
        {
            Assert.Equal(3, patched.Offset());
        }

        await _cluster.Api.StopAsync();
        _cluster.ApiSettings["UPLOAD_EXPIRY"] = "5";
        await _cluster.Api.StartAsync();
        await Eventually.BecomesTrueAsync(
            async () =>
            {
                using var head = await Admin.HeadAsync(url);
                return head.StatusCode is HttpStatusCode.Gone or HttpStatusCode.NotFound;
            },
            TestCluster.Patience,
            "it has expired");
        await Eventually.BecomesTrueAsync(
            () => Directory.GetFiles(Path.Combine(_cluster.UploadFolder, "incoming")).Length == 0, TestCluster.Patience, "its bytes are gone");
        await ProblemAssert.IsAsync(await Admin.PatchAsync(url, 3, [4]), 404);
    }

    [Fact]
    public async Task Upload_Expires_WhateverTheDiskMadeOfAnother()
    {
        var folder = Path.Combine(_cluster.UploadFolder, "incoming");
        // Nobody can read a folder as a file; and of the second it is not known what has arrived.
        Directory.CreateDirectory(Path.Combine(folder, "broken.json"));
        await File.WriteAllTextAsync(Path.Combine(folder, "broken.lock"), "");
        var mangled = await Admin.BeginAsync(_meeting.Id, "mangled.bin", 10);
        using (await Admin.PatchAsync(mangled, 0, [1, 2, 3]))
        {
            await File.WriteAllTextAsync(Path.Combine(folder, $"{mangled.Split('/')[^1]}.doubtful"), "\0\0");
        }

        await Admin.BeginAsync(_meeting.Id, "a.bin", 10);
        foreach (var file in Directory.GetFiles(folder))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }

        Assert.Equal(2, await _cluster.Api.Services.GetRequiredService<UploadStore>().SweepAsync(CancellationToken.None));

        Assert.Equal(["broken.lock"], Directory.GetFiles(folder).Select(Path.GetFileName));
    }

    private async Task ArrivedAsync(string url, long offset) =>
        await Eventually.BecomesTrueAsync(async () => await Admin.OffsetAsync(url) == offset, TestCluster.Patience, "the bytes have arrived");

    private async Task EndWellAsync(string url, byte[] bytes, int offset)
    {
        using var rest = await Admin.PatchAsync(url, offset, bytes[offset..]);
        Assert.True(rest.StatusCode == HttpStatusCode.NoContent, await rest.Content.ReadAsStringAsync());
        Assert.Equal(bytes, await Admin.GetByteArrayAsync(Routes.MeetingFile(_meeting.Id, "a.bin")));
    }
}
