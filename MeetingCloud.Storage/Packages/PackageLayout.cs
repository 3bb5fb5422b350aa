using System.IO.Pipelines;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Storage.Packages;

/// <summary>
/// Where every byte of a package is. The package is a ZIP (PKWARE APPNOTE 6.3) of stored entries, <c>metadata.json</c> first; all of
/// it but the files' bytes follows from the metadata, so length, entity tag and any range are known without reading a file, and are
/// the same wherever they are computed. Immutable; about 100 bytes for a file beside its metadata.
/// </summary>
public sealed class PackageLayout
{
    /// <summary>
    /// Most bytes between flushes: enough that system calls do not matter.
    /// </summary>
    public const int Step = 256 << 10;

    private readonly byte[] _metadata;
    private readonly PackageDirectory _directory;
    private readonly WeakReference<PackageDescription> _description;

    private PackageLayout(byte[] metadata, PackageDescription description)
    {
        _metadata = metadata;
        _directory = PackageDirectory.Create(metadata, description);
        _description = new WeakReference<PackageDescription>(description);
        MetadataHash = _directory[0].Hash;
        ETag = MetadataHash.ToString();
        FileCount = description.Files.Count;
    }

    /// <summary>Entity tag without quotes: the SHA-256 of the metadata, which is also the metadata's name as a blob.</summary>
    public string ETag { get; }

    public BlobHash MetadataHash { get; }

    /// <summary>The bytes of <c>metadata.json</c>.</summary>
    public ReadOnlyMemory<byte> Metadata => _metadata;

    /// <summary>Bytes of the whole package.</summary>
    public long Length => _directory.Length;

    /// <summary>Files of the meeting; <c>metadata.json</c> is not one.</summary>
    public int FileCount { get; }

    /// <summary>What the metadata says; parsed again where no one holds it, as it is many times larger than the layout.</summary>
    public PackageDescription Description
    {
        get
        {
            if (!_description.TryGetTarget(out var description))
            {
                description = PackageMetadata.Parse(_metadata);
                _description.SetTarget(description);
            }

            return description;
        }
    }

    /// <summary>The files' blobs and sizes, in the order of the package; a blob that several files share comes as often.</summary>
    public IEnumerable<(BlobHash Hash, long Size)> Blobs
    {
        get
        {
            for (var i = 1; i < _directory.Count; i++)
            {
                yield return (_directory[i].Hash, _directory[i].Size);
            }
        }
    }

    /// <param name="metadata">The bytes of <c>metadata.json</c>; the layout keeps the array, which may not change any more.</param>
    /// <exception cref="FormatException">It is no metadata that this code can read.</exception>
    public static PackageLayout Create(byte[] metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return new PackageLayout(metadata, PackageMetadata.Parse(metadata));
    }

    /// <summary>Waits until the first byte of a range that comes from a blob can be read.</summary>
    /// <param name="offset">First byte, from 0.</param>
    /// <param name="length">Bytes; the range lies within the package.</param>
    /// <exception cref="IOException">The blob cannot be had, or is not of its size.</exception>
    public async ValueTask PrepareAsync(IBlobSource blobs, long offset, long length, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        for (var end = offset + length; offset < end;)
        {
            var part = _directory.Locate(offset);
            switch (part.Kind)
            {
                case PackagePartKind.Data when part.Index > 0:
                    using (var content = await blobs.OpenAsync(_directory[part.Index].Hash, part.Length, cancellationToken))
                    {
                        await content.WaitAsync(offset - part.Start, cancellationToken);
                    }

                    return;
                case PackagePartKind.CentralRecord or PackagePartKind.Tail:
                    return;
                default:
                    offset = part.Start + part.Length;
                    break;
            }
        }
    }

    /// <summary>
    /// Writes and flushes a range of the package straight from its blobs, <paramref name="step"/> bytes at a time: a small package goes
    /// out in one. Ends early where the pipe's reader has gone.
    /// </summary>
    /// <returns>How many bytes were written.</returns>
    /// <param name="offset">First byte, from 0.</param>
    /// <param name="length">Bytes; the range lies within the package.</param>
    /// <param name="step">Bytes between flushes, at most <see cref="Step"/>: what a slow reader makes the server hold.</param>
    /// <exception cref="IOException">A blob cannot be had, is not of its size, or broke off.</exception>
    public async ValueTask<long> CopyToAsync(
        IBlobSource blobs, PipeWriter destination, long offset, long length, CancellationToken cancellationToken, int step = Step)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - offset);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, Step);

        using var reader = new PackageReader(_metadata, _directory, blobs, offset);
        long written = 0;
        while (written < length)
        {
            var left = length - written;
            var memory = destination.GetMemory((int)Math.Min(step, left));
            var filled = await reader.ReadAsync(memory[..(int)Math.Min(Math.Min(step, memory.Length), left)], cancellationToken);
            destination.Advance(filled);
            written += filled;
            if ((await destination.FlushAsync(cancellationToken)).IsCompleted)
            {
                break;
            }
        }

        return written;
    }
}
