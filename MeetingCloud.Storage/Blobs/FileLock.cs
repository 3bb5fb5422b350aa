namespace MeetingCloud.Storage.Blobs;

/// <summary>
/// Files opened with <see cref="FileShare.None"/> are locked: <c>flock</c>(2) on Unix, which network file systems carry to their server,
/// a sharing mode on Windows. A lock ends with its process.
/// </summary>
public static class FileLock
{
    private const int WouldBlockOnLinux = 11;
    private const int WouldBlockOnMac = 35;
    private const int SharingViolation = unchecked((int)0x80070020);

    /// <summary>Whether a file could not be opened because somebody else has it locked.</summary>
    public static bool IsTaken(IOException exception)
    {
        ArgumentNullException.ThrowIfNull(exception);
        return exception.HResult is WouldBlockOnLinux or WouldBlockOnMac or SharingViolation;
    }
}
