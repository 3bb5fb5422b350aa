using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Storage.Support;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace MeetingCloud.Tests.Observability.Meters;

public sealed class BlobMetricsTests
{
    [Fact]
    public async Task CorruptBlob_IsCounted_FromZeroOn()
    {
        using var meters = new MeterReading();
        using var folder = new TemporaryFolder();
        using var store = new BlobStore(
            new BlobStoreOptions { RootPath = folder.Path, ReservedBytes = 0 }, new ManualTimeProvider(), NullLogger<BlobStore>.Instance, new FakeDisk(),
            meters.Factory);
        using var content = new MemoryStream("a paper"u8.ToArray());
        var blob = await store.AddAsync(content, null, null, CancellationToken.None);
        Assert.Equal(new MeterPoint("meetingcloud.blobs.quarantined", "{blob}", 0, ""), Assert.Single(meters.Read()));

        var hash = blob.Hash.ToString();
        await File.WriteAllTextAsync(folder.Combine("blobs", hash[..2], hash), "A paper");
        Assert.False(await store.VerifyAsync(blob.Hash));
        Assert.Equal(1, Assert.Single(meters.Read()).Value);
    }
}
