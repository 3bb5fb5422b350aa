using System.Collections.Concurrent;
using System.Threading.Channels;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Origins;

/// <summary>Blobs whose copies want looking after, each once. It is lost with the process: the database knows what is missing.</summary>
internal sealed class RepairQueue
{
    private readonly Channel<RepairTask> _tasks = Channel.CreateUnbounded<RepairTask>();
    private readonly ConcurrentDictionary<RepairTask, byte> _queued = new();

    /// <summary>Blobs that wait or are being worked on.</summary>
    public int Count => _queued.Count;

    public void Enqueue(BlobHash blob, long size, bool verify = false)
    {
        var task = new RepairTask(blob, size, verify);
        if (_queued.TryAdd(task, 0))
        {
            _tasks.Writer.TryWrite(task);
        }
    }

    public IAsyncEnumerable<RepairTask> ReadAllAsync(CancellationToken cancellationToken) => _tasks.Reader.ReadAllAsync(cancellationToken);

    /// <summary>It may be queued again.</summary>
    public void Done(RepairTask task) => _queued.TryRemove(task, out _);
}
