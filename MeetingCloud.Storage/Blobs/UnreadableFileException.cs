namespace MeetingCloud.Storage.Blobs;

/// <summary>A file was opened and the disk does not give its bytes back.</summary>
internal sealed class UnreadableFileException(string path, Exception innerException)
    : IOException($"{path} cannot be read.", innerException);
