namespace MeetingCloud.Storage.Blobs;

/// <summary>
/// Whether a blob may be deleted depends on when it was last added: both happen under one lock for each part of the names.
/// </summary>
internal sealed class BlobLocks
{
    private readonly Lock[] _locks = [.. Enumerable.Range(0, 64).Select(_ => new Lock())];

    public Lock Of(BlobHash hash) => _locks[(uint)hash.GetHashCode() % (uint)_locks.Length];
}
