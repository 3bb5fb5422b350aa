using System.Xml;
using System.Xml.Linq;
using MeetingCloud.Dav.Store;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Dav.Properties;

/// <summary>Dead properties (RFC 4918, section 4), kept as XML in files of the server's own.</summary>
internal sealed class PropertyFiles(QuotaAccount quota)
{
    /// <summary>Most that the properties of one resource may take, in bytes.</summary>
    private const int MaxSize = 1 << 20;

    private static readonly XmlReaderSettings s_reader = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    /// <returns>One element per property; empty where there are none.</returns>
    public static IReadOnlyList<XElement> Read(DavResource resource)
    {
        var path = PathOf(resource);
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            using var reader = XmlReader.Create(path, s_reader);
            return [.. XDocument.Load(reader, LoadOptions.PreserveWhitespace).Root!.Elements()];
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }

    /// <summary>Replaces all properties of a resource: whole, or not at all.</summary>
    /// <exception cref="StorageFullException">They are too many, or there is no room; they are as they were.</exception>
    public async Task WriteAsync(DavResource resource, IReadOnlyList<XElement> properties)
    {
        var path = PathOf(resource);
        if (properties.Count == 0)
        {
            Delete(path);
            return;
        }

        using var document = new MemoryStream();
        using (var xml = XmlWriter.Create(document, new XmlWriterSettings { CheckCharacters = true }))
        {
            new XElement("properties", properties).WriteTo(xml);
        }

        if (document.Length > MaxSize)
        {
            throw new StorageFullException($"The properties of one resource may take {MaxSize} bytes.");
        }

        var before = LengthOf(path);
        using var reservation = new QuotaReservation(quota, before);
        reservation.Reach(document.Length);
        MakeFolder(Path.GetDirectoryName(path)!);
        await DurableFile.WriteAsync(path, document.GetBuffer().AsMemory(0, (int)document.Length), CancellationToken.None);
        reservation.Keep(document.Length);
        quota.Add(-before);
    }

    /// <summary>Moves a file of properties to where its resource now is; there may be none.</summary>
    public static void Bring(StoreChange change, string source, string destination)
    {
        if (!File.Exists(source))
        {
            return;
        }

        var folder = Path.GetDirectoryName(destination)!;
        MakeFolder(folder);
        File.Move(source, destination, overwrite: true);
        change.Touched(Path.GetDirectoryName(source)!);
        change.Touched(folder);
    }

    public void Delete(string path)
    {
        var length = LengthOf(path);
        if (length > 0)
        {
            File.Delete(path);
            quota.Add(-length);
        }
    }

    private static string PathOf(DavResource resource) =>
        resource.IsCollection ? StoreFolders.PropertiesOfCollection(resource.FullPath) : StoreFolders.PropertiesOfFile(resource.FullPath);

    private static long LengthOf(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? file.Length : 0;
    }

    /// <summary>The folder, and its own entry in the collection, on the disk.</summary>
    private static void MakeFolder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            Directory.CreateDirectory(folder);
            DurableFile.FlushDirectory(Path.GetDirectoryName(folder)!);
        }
    }
}
