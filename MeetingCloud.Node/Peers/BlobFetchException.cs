namespace MeetingCloud.Node.Peers;

/// <summary>No source gave a blob for now.</summary>
internal sealed class BlobFetchException(string message, Exception? innerException = null) : IOException(message, innerException);
