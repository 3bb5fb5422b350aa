using System.Security.Cryptography;
using System.Text;
using MeetingCloud.Dav.Http;

namespace MeetingCloud.Dav.Store;

/// <summary>
/// Where things are on the disk. The root holds the files as clients see them. A folder <see cref="DavPath.OwnFolder"/>, which clients do not
/// see, holds what is under way (in the root), and properties (in every collection that has some, itself or its members): they go with
/// a collection when it is renamed.
/// </summary>
internal sealed class StoreFolders(DavOptions options)
{
    public string Root { get; } = options.Root;

    /// <summary>Uploads that are not complete and deleted things that are not yet gone; emptied at every start.</summary>
    public string Temporary => Path.Combine(Root, DavPath.OwnFolder, "tmp");

    /// <summary>Held open by the running server, so that no second one empties <see cref="Temporary"/> under it.</summary>
    public string LockFile => Path.Combine(Root, DavPath.OwnFolder, "lock");

    public string FullPath(DavPath path) => path.IsRoot ? Root : Path.Combine([Root, .. path.Segments]);

    public string NewTemporary() => Path.Combine(Temporary, Guid.NewGuid().ToString("N"));

    /// <summary>The file for a collection's own properties.</summary>
    public static string PropertiesOfCollection(string fullPath) => Path.Combine(fullPath, DavPath.OwnFolder, "self.xml");

    /// <summary>The file for a file's properties. Its name is a digest: the file's own may be as long as names can be.</summary>
    public static string PropertiesOfFile(string fullPath) => Path.Combine(
        Path.GetDirectoryName(fullPath)!,
        DavPath.OwnFolder,
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFileName(fullPath)))) + ".xml");
}
