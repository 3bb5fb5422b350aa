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
            return File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, FileOptions.Asynchronous, size);
        }
        catch (IOException exception) when (IsNoRoom(exception, size))
        {
            throw new StorageFullException($"The disk that holds {Path.GetDirectoryName(path)} has no room for {size} bytes.", exception);
        }
    }

    /// <summary>.NET reports a preallocation that failed, and only that, without the system's error number.</summary>
    internal static bool IsNoRoom(IOException exception, long size) =>
        size > 0 && (DiskErrors.IsFull(exception) || exception.HResult == GeneralFailure);

    private const int GeneralFailure = unchecked((int)0x80131620);
}
