using MeetingCloud.Dav.Http;
using MeetingCloud.Dav.Properties;

namespace MeetingCloud.Dav.Store;

/// <summary>Resources as files and folders. Links are not followed: nobody gets out of the root by one.</summary>
internal sealed class FileStore(StoreFolders folders, QuotaAccount quota, PropertyFiles properties, Staging staging, ILogger<FileStore> logger) : IDavStore
{
    private static readonly EnumerationOptions s_all = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    public DavResource? Find(DavPath path)
    {
        if (path.IsReserved)
        {
            return null;
        }

        var full = folders.Root;
        foreach (var segment in path.Parent.Segments)
        {
            full = Path.Combine(full, segment);
            var attributes = (int)new FileInfo(full).Attributes;
            if (attributes == -1 || (attributes & (int)(FileAttributes.ReparsePoint | FileAttributes.Directory)) != (int)FileAttributes.Directory)
            {
                return null;
            }
        }

        var resource = path.IsRoot
            ? DavResource.From(path, new FileInfo(Path.TrimEndingDirectorySeparator(full)))
            : DavResource.From(path, new FileInfo(Path.Combine(full, path.Name)));
        // A file is not a collection, whatever the address says.
        return resource is { IsCollection: false } && path.HasTrailingSlash ? null : resource;
    }

    public IEnumerable<DavResource> List(DavResource collection)
    {
        foreach (var info in new DirectoryInfo(collection.FullPath).EnumerateFileSystemInfos("*", s_all))
        {
            if (DavPath.IsName(info.Name) && collection.Path.Child(info.Name) is { IsReserved: false } path && DavResource.From(path, info) is { } member)
            {
                yield return member;
            }
        }
    }

    public FileContent OpenRead(DavResource file) =>
        new(File.OpenHandle(file.FullPath, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous));

    public Task<StagedContent> StageAsync(Stream content, long? length, long replaced, CancellationToken cancellationToken) =>
        staging.ReceiveAsync(content, length, replaced, cancellationToken);

    public Task<StagedContent> StageCopyAsync(DavResource source, bool withMembers, long replaced, CancellationToken cancellationToken) =>
        staging.CopyAsync(source, withMembers, replaced, cancellationToken);

    public StoreChange Place(StagedContent content, DavPath path)
    {
        var change = new StoreChange();
        var existing = Find(path);
        var full = Put(change, content.FullPath, content.IsCollection, existing, path);
        content.Placed();
        if (existing is null || content.ReplacesProperties)
        {
            ClearProperties(full);
        }

        if (content.Properties is { } copied)
        {
            PropertyFiles.Bring(change, copied, StoreFolders.PropertiesOfFile(full));
        }

        return change;
    }

    public StoreChange CreateCollection(DavPath path)
    {
        var change = new StoreChange();
        var full = PlaceOf(change, null, path);
        Directory.CreateDirectory(full);
        ClearProperties(full);
        return change;
    }

    public StoreChange Move(DavResource source, DavPath destination)
    {
        var change = new StoreChange();
        change.Touched(Path.GetDirectoryName(source.FullPath)!);
        var full = Put(change, source.FullPath, source.IsCollection, Find(destination), destination);
        ClearProperties(full);
        if (!source.IsCollection)
        {
            PropertyFiles.Bring(change, StoreFolders.PropertiesOfFile(source.FullPath), StoreFolders.PropertiesOfFile(full));
        }

        return change;
    }

    public StoreChange Remove(DavResource resource)
    {
        var change = new StoreChange { Replaced = true };
        change.Touched(Path.GetDirectoryName(resource.FullPath)!);
        var aside = folders.NewTemporary();
        Rename(resource.FullPath, aside, resource.IsCollection);
        change.Discard(aside);
        if (!resource.IsCollection)
        {
            ClearProperties(resource.FullPath);
        }

        return change;
    }

    public void Complete(StoreChange change)
    {
        change.Flush();
        foreach (var path in change.Discarded)
        {
            try
            {
                quota.Add(-Discarded.Remove(path));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Out of sight it is; its bytes count until the next start removes it.
                Log.NotRemoved(logger, path, exception);
            }
        }
    }

    /// <summary>
    /// Renames something into its place. What a rename cannot replace in one step, which is all but a file by a file, is put aside first, and
    /// is back where the second step fails.
    /// </summary>
    /// <returns>The place.</returns>
    private string Put(StoreChange change, string from, bool isCollection, DavResource? existing, DavPath path)
    {
        var full = PlaceOf(change, existing, path);
        if (existing is null || (!existing.IsCollection && !isCollection))
        {
            Rename(from, full, isCollection);
            quota.Add(-(existing?.Length ?? 0));
            return full;
        }

        var aside = folders.NewTemporary();
        Rename(full, aside, existing.IsCollection);
        try
        {
            Rename(from, full, isCollection);
        }
        catch
        {
            Rename(aside, full, existing.IsCollection);
            throw;
        }

        change.Discard(aside);
        return full;
    }

    /// <summary>Where something is to be, and what is known of the change there.</summary>
    private string PlaceOf(StoreChange change, DavResource? existing, DavPath path)
    {
        var full = folders.FullPath(path);
        change.Touched(Path.GetDirectoryName(full)!);
        change.Replaced = existing is not null;
        return existing is not null || (int)new FileInfo(full).Attributes == -1
            ? full
            : throw new DavException(StatusCodes.Status403Forbidden, "This name is taken by something that is not served, such as a link.");
    }

    /// <summary>Also where nothing was: a crash may have left the properties of something that is gone.</summary>
    private void ClearProperties(string full) => properties.Delete(StoreFolders.PropertiesOfFile(full));

    private static void Rename(string from, string to, bool isCollection)
    {
        if (isCollection)
        {
            Directory.Move(from, to);
        }
        else
        {
            File.Move(from, to, overwrite: true);
        }
    }
}
