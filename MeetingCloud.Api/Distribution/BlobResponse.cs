using System.IO.Pipelines;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Distribution;

/// <summary>One blob as an answer.</summary>
internal static class BlobResponse
{
    /// <summary>Bytes; one is rented per response under way.</summary>
    private const int Step = 256 * 1024;

    public static async Task WriteAsync(HttpContext context, IBlobContent blob, RangeHeaders headers)
    {
        using (blob)
        {
            headers = await TextCharset.LabelAsync(headers, blob.Length, blob.ReadAsync, context.RequestAborted);
            await RangeResponse.WriteAsync(context, new Source(blob), headers);
        }
    }

    private sealed class Source(IBlobContent blob) : IRangeSource
    {
        public long Length => blob.Length;

        public ValueTask PrepareAsync(long offset, long length, CancellationToken cancellationToken) =>
            length > 0 ? blob.WaitAsync(offset, cancellationToken) : ValueTask.CompletedTask;

        public ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken) =>
            destination.CopyAsync(blob.ReadAsync, offset, length, static () => Step, sent: null, cancellationToken);
    }
}
