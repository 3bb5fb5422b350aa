using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Storage.Blobs;

/// <summary>Opens a file to write into.</summary>
public static class TemporaryFile
{
    /// <param name="size">Taken on the disk at once, so that a full one is known before the bytes come; 0 where it is not known.</param>
    /// <exception cref="StorageFullException">The disk has not got that much.</exception>
    public static SafeFileHandle Create(string path, long size)
    {
        while (true)
        {
            try
            {
                // Shared for reading, which no writer can have as long as this one is at it: network file systems want it readable for that.
                // And for a new name, which it gets while it is open.
                var file = File.OpenHandle(
                    path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete, FileOptions.Asynchronous, size);
                if (File.Exists(path))
                {
                    return file;
                }

                // Another process that starts took it for abandoned, in the moment before it was locked.
                file.Dispose();
            }
            catch (IOException exception) when (FileLock.IsTaken(exception))
            {
                // The same, a moment earlier.
                DurableFile.TryDelete(path);
            }
            catch (IOException exception) when (IsNoRoom(exception, size))
            {
                throw new StorageFullException($"The disk that holds {Path.GetDirectoryName(path)} has no room for {size} bytes.", exception);
            }
        }
    }

    /// <summary>Deletes a file that <see cref="Create"/> made, unless a process writes to it.</summary>
    internal static bool TryDeleteAbandoned(string path)
    {
        try
        {
            // Deleted while it is locked: whoever was about to lock it sees that it has gone.
            File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>.NET reports a preallocation that failed, and only that, without the system's error number.</summary>
    internal static bool IsNoRoom(IOException exception, long size) =>
        size > 0 && (DiskErrors.IsFull(exception) || exception.HResult == GeneralFailure);

    private const int GeneralFailure = unchecked((int)0x80131620);
}
