namespace MeetingCloud.Storage.Blobs;

/// <summary>Bytes are not what their name or announced size says. Nothing of them was kept.</summary>
public sealed class BlobMismatchException(string message) : IOException(message);
