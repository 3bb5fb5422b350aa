using System.Threading.Channels;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Peers;

/// <summary>Blobs that were found bad and are out of service, on their way to whoever fetches them again.</summary>
internal sealed class LostBlobs
{
    private readonly Channel<BlobHash> _lost = Channel.CreateUnbounded<BlobHash>();

    public void Report(BlobHash hash) => _lost.Writer.TryWrite(hash);

    public IAsyncEnumerable<BlobHash> ReadAllAsync(CancellationToken cancellationToken) => _lost.Reader.ReadAllAsync(cancellationToken);
}
