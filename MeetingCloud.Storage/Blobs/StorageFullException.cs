namespace MeetingCloud.Storage.Blobs;

/// <summary>There is no room for the bytes: the disk, its quota, or what the store keeps free of it. Nothing of them was kept.</summary>
public sealed class StorageFullException(string message, Exception? innerException = null) : IOException(message, innerException);
