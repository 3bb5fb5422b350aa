using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Tests.Storage.Support;

internal static class BlobContentExtensions
{
    public static async Task<byte[]> ReadAllAsync(this IBlobContent content)
    {
        var bytes = new byte[content.Length];
        var offset = 0;
        while (offset < bytes.Length)
        {
            var count = await content.ReadAsync(offset, bytes.AsMemory(offset), CancellationToken.None);
            Assert.NotEqual(0, count);
            offset += count;
        }

        Assert.Equal(0, await content.ReadAsync(offset, new byte[1], CancellationToken.None));
        return bytes;
    }
}
