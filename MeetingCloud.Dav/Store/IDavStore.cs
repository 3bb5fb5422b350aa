using MeetingCloud.Dav.Http;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Dav.Store;

/// <summary>
/// What the verbs need of a store. New content is staged first, which may take long, and put in its place in one step. That step and
/// what it depends on are done under <see cref="WriteGate"/>.
/// </summary>
internal interface IDavStore
{
    /// <summary>Looks a resource up; null where there is none that clients may see.</summary>
    DavResource? Find(DavPath path);

    /// <summary>A collection's members, as they are read from the disk.</summary>
    IEnumerable<DavResource> List(DavResource collection);

    /// <exception cref="FileNotFoundException">It is gone meanwhile.</exception>
    FileContent OpenRead(DavResource file);

    /// <summary>Takes in a file's bytes.</summary>
    /// <param name="length">As announced; null where it is not known.</param>
    /// <param name="replaced">Bytes that the change will free.</param>
    /// <exception cref="StorageFullException">The quota or the disk has no room; nothing was kept.</exception>
    Task<StagedContent> StageAsync(Stream content, long? length, long replaced, CancellationToken cancellationToken);

    /// <summary>Copies a file, or a collection with or without its members, with all properties.</summary>
    /// <inheritdoc cref="StageAsync" path="/exception"/>
    Task<StagedContent> StageCopyAsync(DavResource source, bool withMembers, long replaced, CancellationToken cancellationToken);

    /// <summary>Puts what was staged in its place; what was there is discarded.</summary>
    StoreChange Place(StagedContent content, DavPath path);

    StoreChange CreateCollection(DavPath path);

    /// <summary>Moves a resource with all that is in it; what was there is discarded.</summary>
    StoreChange Move(DavResource source, DavPath destination);

    StoreChange Remove(DavResource resource);

    /// <summary>Makes a change last, and removes what it discarded.</summary>
    void Complete(StoreChange change);
}
