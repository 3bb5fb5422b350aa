using System.Globalization;
using System.IO.Enumeration;

namespace MeetingCloud.Storage.Blobs;

/// <summary>The folders and file names of a store.</summary>
internal sealed class BlobFolder
{
    public const string TemporaryExtension = ".tmp";
    public const string PartExtension = ".part";
    private const string LinkExtension = ".link";
    private const string AsideExtension = ".aside";

    private readonly string _blobs;
    private readonly string _quarantine;

    /// <summary>Makes the folders: all 256 below <c>blobs/</c> at once, so that no write has to make a new one durable.</summary>
    public BlobFolder(string root)
    {
        Root = Path.GetFullPath(root);
        _blobs = Path.Combine(Root, "blobs");
        Temporary = Path.Combine(Root, "tmp");
        _quarantine = Path.Combine(Root, "quarantine");
        Directory.CreateDirectory(_quarantine);
        Directory.CreateDirectory(Temporary);
        for (var i = 0; i < 256; i++)
        {
            Directory.CreateDirectory(Path.Combine(_blobs, i.ToString("x2", CultureInfo.InvariantCulture)));
        }

        DurableFile.FlushDirectory(_blobs);
        DurableFile.FlushDirectory(Root);
    }

    public string Root { get; }

    public string Temporary { get; }

    public string Blob(BlobHash hash)
    {
        var name = hash.ToString();
        return Path.Combine(_blobs, name[..2], name);
    }

    /// <summary>A transfer that can be resumed.</summary>
    public string Part(BlobHash hash) => Path.Combine(Temporary, hash + PartExtension);

    /// <summary>A transfer of a process that finds the resumable ones taken.</summary>
    public string NewPart() => Path.Combine(Temporary, Guid.NewGuid().ToString("n") + PartExtension);

    /// <summary>Who has it locked resumes transfers.</summary>
    public string PartLock => Path.Combine(Root, "transfers.lock");

    /// <summary>One file for a hash: the newest bad copy is the one worth examining, and a bad disk cannot fill the folder.</summary>
    public string Quarantine(BlobHash hash) => Path.Combine(_quarantine, hash.ToString());

    public string NewTemporary() => Path.Combine(Temporary, Guid.NewGuid().ToString("n") + TemporaryExtension);

    /// <summary>A second name, for a moment, of a file that is whole.</summary>
    public string NewLink() => Path.Combine(Temporary, Guid.NewGuid().ToString("n") + LinkExtension);

    /// <summary>Where a blob is looked at once more before it is deleted; the name says whose it is, should that never come to an end.</summary>
    public string NewAside(BlobHash hash) => Path.Combine(Temporary, $"{hash}.{Guid.NewGuid():n}{AsideExtension}");

    /// <summary>Blobs that were put aside, and their hashes.</summary>
    public IReadOnlyList<(string Path, BlobHash Hash)> Aside()
    {
        var aside = new List<(string, BlobHash)>();
        foreach (var path in Directory.EnumerateFiles(Temporary, "*" + AsideExtension))
        {
            if (BlobHash.TryParse(Path.GetFileName(path).Split('.')[0], out var hash))
            {
                aside.Add((path, hash));
            }
        }

        return aside;
    }

    public IEnumerable<StoredBlob> Blobs() =>
        new FileSystemEnumerable<StoredBlob?>(
            _blobs,
            static (ref FileSystemEntry entry) => BlobHash.TryParse(entry.FileName, out var hash)
                ? new StoredBlob(hash, entry.Length, entry.LastWriteTimeUtc)
                : null,
            new EnumerationOptions { RecurseSubdirectories = true })
        {
            ShouldIncludePredicate = static (ref FileSystemEntry entry) => !entry.IsDirectory,
        }.OfType<StoredBlob>();

    /// <summary>Transfers that can be resumed, as far as they have come.</summary>
    public IEnumerable<StoredBlob> Parts() =>
        new FileSystemEnumerable<StoredBlob?>(
            Temporary,
            static (ref FileSystemEntry entry) => entry.FileName.EndsWith(PartExtension, StringComparison.Ordinal)
                && BlobHash.TryParse(entry.FileName[..^PartExtension.Length], out var hash)
                ? new StoredBlob(hash, entry.Length, entry.LastWriteTimeUtc)
                : null).OfType<StoredBlob>();

    public IEnumerable<string> Temporaries() => Directory.EnumerateFiles(Temporary);

    public IEnumerable<string> Quarantined() => Directory.EnumerateFiles(_quarantine);
}
