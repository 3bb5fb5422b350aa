using System.Net;
using System.Security.Cryptography;
using MeetingCloud.Api.Uploads;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Cluster.Origins;
using MeetingCloud.Tests.Cluster.Uploads;
using MeetingCloud.Tests.Support;
using MeetingCloud.Tests.Support.Programs;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster.Instances;

/// <summary>An upload goes on at whichever instance its next request comes to.</summary>
public sealed class UploadsTests : IAsyncLifetime
{
    private readonly List<HttpClient> _clients = [];
    private TestCluster _cluster = null!;
    private Meeting _meeting = null!;

    private HttpClient First => _clients[0];

    private HttpClient Second => _clients[1];

    public async Task InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync(instances: 2, nodes: 0);
        _clients.AddRange(_cluster.Api.Instances.Select(instance => _cluster.NewAdmin(instance.Url)));
        _meeting = await First.CreateMeetingAsync();
    }

    public async Task DisposeAsync()
    {
        _clients.ForEach(client => client.Dispose());
        await _cluster.DisposeAsync();
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task Upload_GoesOnAtAnotherInstance_ByteForByte()
    {
        var bytes = HttpExtensions.Bytes(900_000);
        var url = await First.BeginAsync(_meeting.Id, "a.bin", bytes.Length);
        for (var (offset, turn) = (0, 0); offset < bytes.Length; offset += 100_000, turn++)
        {
            var client = _clients[turn % 2];
            Assert.Equal(offset, await client.OffsetAsync(url));
            using var patched = await client.PatchAsync(url, offset, bytes[offset..(offset + 100_000)]);
            Assert.True(patched.StatusCode == HttpStatusCode.NoContent, await patched.Content.ReadAsStringAsync());
            Assert.Equal(offset + 100_000, patched.Offset());
        }

        Assert.Equal(bytes, await Second.GetByteArrayAsync(Routes.MeetingFile(_meeting.Id, "a.bin")));
        Assert.Equal(((long)bytes.Length, (long)bytes.Length), (await First.OffsetAsync(url), await Second.OffsetAsync(url)));
        Assert.Equal(2, (await Second.MeetingAsync(_meeting.Id)).Version);
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task SmallUpload_IsKnownEverywhere_ThoughItCameInOneRequest()
    {
        using var created = await First.CreateAsync(3, TusClient.Metadata(("meeting_id", _meeting.Id), ("path", "a.bin")), [1, 2, 3]);
        var url = created.Headers.Location!.ToString();
        Assert.Equal(3, await Second.OffsetAsync(url));
        using var deleted = await Second.SendAsync(TusClient.Request(HttpMethod.Delete, url));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await First.HeadAsync(url);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        Assert.Equal([1, 2, 3], await First.GetByteArrayAsync(Routes.MeetingFile(_meeting.Id, "a.bin")));
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task SilentWriter_GivesWay_ToOneAtAnotherInstance()
    {
        var bytes = HttpExtensions.Bytes(1_000_000);
        var url = await First.BeginAsync(_meeting.Id, "a.bin", bytes.Length);
        using var silent = await BrokenPatch.StartAsync(First.BaseAddress!.ToString(), url, 0, bytes[..300_000], bytes.Length);
        await ArrivedAsync(url, 300_000);
        using var rest = await Second.PatchAsync(url, 300_000, bytes[300_000..]);
        Assert.True(rest.StatusCode == HttpStatusCode.NoContent, await rest.Content.ReadAsStringAsync());
        Assert.Equal(409, await silent.StatusAsync());
        Assert.Equal(bytes, await First.GetByteArrayAsync(Routes.MeetingFile(_meeting.Id, "a.bin")));
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task WriterAtWork_KeepsItsTurn_WhicheverInstanceAnotherComesTo()
    {
        var bytes = HttpExtensions.Bytes(1_000_000);
        var url = await First.BeginAsync(_meeting.Id, "a.bin", bytes.Length);
        using var writer = await BrokenPatch.StartAsync(First.BaseAddress!.ToString(), url, 0, bytes[..1000], bytes.Length);
        await ArrivedAsync(url, 1000);
        using var stop = new CancellationTokenSource();
        var sending = writer.SendSlowlyAsync(bytes, 1000, stop.Token);
        using (var locked = await Second.PatchAsync(url, await Second.OffsetAsync(url), [1]))
        {
            Assert.NotNull(locked.Headers.RetryAfter);
            await ProblemAssert.IsAsync(locked, 423);
        }

        await stop.CancelAsync();
        await writer.SendAsync(bytes[await sending..]);
        Assert.Equal(204, await writer.StatusAsync());
        Assert.Equal(bytes, await Second.GetByteArrayAsync(Routes.MeetingFile(_meeting.Id, "a.bin")));
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task Termination_StopsAWriter_AtAnotherInstance()
    {
        var url = await First.BeginAsync(_meeting.Id, "a.bin", 1000);
        using var writer = await BrokenPatch.StartAsync(First.BaseAddress!.ToString(), url, 0, new byte[500], 1000);
        await ArrivedAsync(url, 500);
        using var deleted = await Second.SendAsync(TusClient.Request(HttpMethod.Delete, url));
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Equal(409, await writer.StatusAsync());
        Assert.Empty(Directory.GetFiles(Path.Combine(_cluster.UploadFolder, "incoming")));
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task Sweeper_OfAnotherInstance_SparesWhatIsUnderWay_AndFindsWhatHasExpired()
    {
        var bytes = HttpExtensions.Bytes(30_000);
        var url = await First.BeginAsync(_meeting.Id, "slow.bin", bytes.Length);
        using var writer = await BrokenPatch.StartAsync(First.BaseAddress!.ToString(), url, 0, bytes[..10_000], bytes.Length);
        await ArrivedAsync(url, 10_000);
        var left = await First.BeginAsync(_meeting.Id, "left.bin", bytes.Length);
        foreach (var file in Directory.GetFiles(Path.Combine(_cluster.UploadFolder, "incoming")))
        {
            File.SetLastWriteTimeUtc(file, DateTime.UnixEpoch);
        }

        await _cluster.Api.Instances[1].Services.GetRequiredService<UploadStore>().SweepAsync(CancellationToken.None);
        using (var head = await Second.HeadAsync(left))
        {
            Assert.Equal(HttpStatusCode.NotFound, head.StatusCode);
        }

        await writer.SendAsync(bytes[10_000..]);
        Assert.Equal(204, await writer.StatusAsync());
        Assert.Equal(bytes, await Second.GetByteArrayAsync(Routes.MeetingFile(_meeting.Id, "slow.bin")));
    }

    [ProgramFact(NginxBalancer.Program)]
    public async Task Upload_GoesOnAtAnotherInstance_WhenItsOwnIsKilled()
    {
        var folder = Directory.CreateTempSubdirectory("mc-upload-");
        try
        {
            await using var killed = await ApiProcess.StartNewAsync(folder.FullName, _cluster.Redis.ConnectionString, []);
            await using var other = await ApiProcess.StartNewAsync(folder.FullName, _cluster.Redis.ConnectionString, [], killed.Database);
            var meeting = await killed.Admin.CreateMeetingAsync();
            var bytes = HttpExtensions.Bytes(3_000_000);
            var plain = await killed.Admin.BeginAsync(meeting.Id, "a.bin", bytes.Length);
            var summed = await killed.Admin.BeginAsync(meeting.Id, "b.bin", bytes.Length);
            var sum = $"Upload-Checksum: sha256 {Convert.ToBase64String(SHA256.HashData(bytes))}\r\n";
            var address = killed.Admin.BaseAddress!.ToString();
            using (await BrokenPatch.StartAsync(address, plain, 0, bytes[..1_000_000], bytes.Length))
            using (await BrokenPatch.StartAsync(address, summed, 0, new byte[1_000_000], bytes.Length, sum))
            {
                await Eventually.BecomesTrueAsync(
                    () => new DirectoryInfo(Path.Combine(killed.Uploads, "incoming")).GetFiles("*.bytes").Sum(file => file.Length) == 2_000_000,
                    TestCluster.Patience,
                    "the bytes have arrived");
                killed.Kill();
            }

            Assert.Equal((1_000_000L, 0L), (await other.Admin.OffsetAsync(plain), await other.Admin.OffsetAsync(summed)));
            using var rest = await other.Admin.PatchAsync(plain, 1_000_000, bytes[1_000_000..]);
            using var whole = await other.Admin.PatchAsync(summed, 0, bytes);
            Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (rest.StatusCode, whole.StatusCode));
            Assert.Equal(bytes, await other.Admin.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, "a.bin")));
            Assert.Equal(bytes, await other.Admin.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, "b.bin")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private async Task ArrivedAsync(string url, long offset) =>
        await Eventually.BecomesTrueAsync(async () => await Second.OffsetAsync(url) == offset, TestCluster.Patience, "the bytes have arrived");
}
