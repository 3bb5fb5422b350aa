using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Storage.Blobs;

/// <summary>Opens a file to write into.</summary>
public static class TemporaryFile
{
    /// <param name="size">Taken on the disk at once, so that a full one is known before the bytes come; 0 where it is not known.</param>
    /// <exception cref="StorageFullException">The disk has not got that much.</exception>
    public static SafeFileHandle Create(string path, long size)
    {
        try
        {
            // Shared for reading, which no writer can have as long as this one is at it: network file systems want it readable for that.
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Read, FileOptions.Asynchronous, size);
        }
        catch (IOException exception) when (IsNoRoom(exception, size))
        {
            throw new StorageFullException($"The disk that holds {Path.GetDirectoryName(path)} has no room for {size} bytes.", exception);
        }
    }

    /// <summary>Whether no process writes to a file that <see cref="Create"/> made.</summary>
    /// <param name="fresh">An empty one that was made later may not be locked yet.</param>
    internal static bool IsAbandoned(string path, DateTime fresh)
    {
        try
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return RandomAccess.GetLength(file) > 0 || File.GetLastWriteTimeUtc(path) < fresh;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>.NET reports a preallocation that failed, and only that, without the system's error number.</summary>
    internal static bool IsNoRoom(IOException exception, long size) =>
        size > 0 && (DiskErrors.IsFull(exception) || exception.HResult == GeneralFailure);

    private const int GeneralFailure = unchecked((int)0x80131620);
}
