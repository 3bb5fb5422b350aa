using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Storage.Origins;

/// <summary>Where copies really are: placement is advice, this is fact. It outlives the process.</summary>
public interface IOriginCatalog
{
    /// <summary>All recorded copies of a blob, in whatever state.</summary>
    ValueTask<IReadOnlyList<OriginCopy>> FindAsync(BlobHash blob, CancellationToken cancellationToken);

    /// <summary>Records a copy that is about to be written.</summary>
    /// <param name="size">Bytes of the blob.</param>
    /// <param name="isWanted">
    /// Decides by the blob's other copies, while nothing else changes any; those that whoever began them has given up are left out. Null:
    /// whatever there is.
    /// </param>
    /// <returns>Whether it was wanted, and is recorded.</returns>
    Task<bool> AddAsync(
        BlobHash blob, long size, OriginCopy copy, Func<IReadOnlyList<OriginCopy>, bool>? isWanted, CancellationToken cancellationToken);

    /// <summary>
    /// Changes a copy's state, and when it was last confirmed. A copy that is to be deleted stays so: somebody may be deleting it now.
    /// </summary>
    /// <returns>False where it is not recorded (any more), or is to be deleted.</returns>
    Task<bool> SetStateAsync(string copyId, OriginCopyState state, CancellationToken cancellationToken);

    /// <summary>Forgets a copy that is not on its server any more.</summary>
    Task RemoveAsync(string copyId, CancellationToken cancellationToken);
}
