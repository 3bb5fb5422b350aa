namespace MeetingCloud.Node.Peers;

/// <summary>This node's disk does not take a blob's bytes: no other source would help.</summary>
internal sealed class BlobWriteException(string message, Exception innerException) : IOException(message, innerException);
