using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Storage.Blobs;

/// <summary>An open file that several readers share; the last to let go closes it.</summary>
internal sealed class SharedFile(SafeFileHandle handle, long length)
{
    private int _owners = 1;

    /// <summary>Valid while the caller owns a share.</summary>
    public SafeFileHandle Handle { get; } = handle;

    /// <summary>Bytes, as they were when it was opened: blobs never change.</summary>
    public long Length { get; } = length;

    /// <summary>Takes a share, unless the file is closed already.</summary>
    public bool TryAcquire()
    {
        var owners = Volatile.Read(ref _owners);
        while (owners > 0)
        {
            var seen = Interlocked.CompareExchange(ref _owners, owners + 1, owners);
            if (seen == owners)
            {
                return true;
            }

            owners = seen;
        }

        return false;
    }

    public void Release()
    {
        if (Interlocked.Decrement(ref _owners) == 0)
        {
            Handle.Dispose();
        }
    }
}
