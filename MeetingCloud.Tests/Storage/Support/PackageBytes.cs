using System.IO.Pipelines;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.Packages;

namespace MeetingCloud.Tests.Storage.Support;

internal static class PackageBytes
{
    public static async Task<byte[]> ReadAsync(PackageLayout layout, IBlobSource blobs, long offset = 0, long? length = null)
    {
        using var bytes = new MemoryStream();
        var writer = PipeWriter.Create(bytes, new StreamPipeWriterOptions(leaveOpen: true));
        await layout.CopyToAsync(blobs, writer, offset, length ?? layout.Length, CancellationToken.None);
        await writer.CompleteAsync();
        return bytes.ToArray();
    }
}
