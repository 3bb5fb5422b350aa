namespace MeetingCloud.Storage.Blobs;

/// <summary>Tells a full disk from other I/O errors, whose classes .NET does not tell apart.</summary>
public static class DiskErrors
{
    private const int NoSpaceUnix = 28;
    private const int QuotaLinux = 122;
    private const int QuotaMac = 69;
    private const int HandleDiskFullWindows = unchecked((int)0x80070027);
    private const int DiskFullWindows = unchecked((int)0x80070070);

    public static bool IsFull(Exception exception) =>
        exception is IOException
        && (exception.HResult is HandleDiskFullWindows or DiskFullWindows
            || (!OperatingSystem.IsWindows() && exception.HResult == NoSpaceUnix)
            || (OperatingSystem.IsLinux() && exception.HResult == QuotaLinux)
            || (OperatingSystem.IsMacOS() && exception.HResult == QuotaMac));

    /// <summary>The exception to throw instead, or null where the disk is not full.</summary>
    public static StorageFullException? AsFull(Exception exception, string path) =>
        IsFull(exception) ? new StorageFullException($"The disk that holds {Path.GetDirectoryName(path)} is full.", exception) : null;
}
