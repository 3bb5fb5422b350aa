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
        var full = MakeRoom(change, existing, path, byFile: !content.IsCollection, keepProperties: existing is not null && !content.ReplacesProperties);
        if (content.IsCollection)
        {
            Directory.Move(content.FullPath, full);
        }
        else
        {
            File.Move(content.FullPath, full, overwrite: true);
            if (content.Properties is { } copied)
            {
                PropertyFiles.Bring(change, copied, StoreFolders.PropertiesOfFile(full));
            }
        }

        content.Placed();
        return change;
    }

    public StoreChange CreateCollection(DavPath path)
    {
        var change = new StoreChange();
        Directory.CreateDirectory(MakeRoom(change, null, path, byFile: false, keepProperties: false));
        return change;
    }

    public StoreChange Move(DavResource source, DavPath destination)
    {
        var change = new StoreChange();
        change.Touched(Path.GetDirectoryName(source.FullPath)!);
        var full = MakeRoom(change, Find(destination), destination, byFile: !source.IsCollection, keepProperties: false);
        if (source.IsCollection)
        {
            Directory.Move(source.FullPath, full);
        }
        else
        {
            File.Move(source.FullPath, full, overwrite: true);
            PropertyFiles.Bring(change, StoreFolders.PropertiesOfFile(source.FullPath), StoreFolders.PropertiesOfFile(full));
        }

        return change;
    }

    public StoreChange Remove(DavResource resource)
    {
        var change = new StoreChange { Replaced = true };
        PutAside(change, resource);
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

    /// <summary>Clears a place for something new, all but a file that a file replaces: a rename does that in one step.</summary>
    /// <returns>The place.</returns>
    private string MakeRoom(StoreChange change, DavResource? existing, DavPath path, bool byFile, bool keepProperties)
    {
        var full = folders.FullPath(path);
        change.Touched(Path.GetDirectoryName(full)!);
        change.Replaced = existing is not null;
        if (existing is { IsCollection: false } && byFile)
        {
            quota.Add(-existing.Length);
        }
        else if (existing is not null)
        {
            PutAside(change, existing);
        }
        else if ((int)new FileInfo(full).Attributes != -1)
        {
            throw new DavException(StatusCodes.Status403Forbidden, "This name is taken by something that is not served, such as a link.");
        }

        if (!keepProperties)
        {
            // Also where nothing was: a crash may have left the properties of something that is gone.
            properties.Delete(StoreFolders.PropertiesOfFile(full));
        }

        return full;
    }

    private void PutAside(StoreChange change, DavResource resource)
    {
        var aside = folders.NewTemporary();
        change.Touched(Path.GetDirectoryName(resource.FullPath)!);
        if (resource.IsCollection)
        {
            Directory.Move(resource.FullPath, aside);
        }
        else
        {
            properties.Delete(StoreFolders.PropertiesOfFile(resource.FullPath));
            File.Move(resource.FullPath, aside);
        }

        change.Discard(aside);
    }
}
