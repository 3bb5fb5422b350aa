using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Storage.Packages;

/// <summary>Reads a package from a place on, with at most one blob open.</summary>
internal sealed class PackageReader(byte[] metadata, PackageDirectory directory, IBlobSource blobs, long offset) : IDisposable
{
    private long _offset = offset;
    private IBlobContent? _content;
    private int _contentIndex;

    /// <summary>
    /// Fills the buffer, except where a blob that is still arriving has no more for now: what is there should go out then.
    /// </summary>
    /// <returns>At least 1.</returns>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var filled = 0;
        while (filled < buffer.Length)
        {
            var part = directory.Locate(_offset);
            var rest = buffer[filled..];
            var wanted = (int)Math.Min(rest.Length, part.Start + part.Length - _offset);
            var count = part is { Kind: PackagePartKind.Data, Index: > 0 }
                ? await ReadBlobAsync(part, rest[..wanted], cancellationToken)
                : Render(part, rest.Span[..wanted]);
            filled += count;
            _offset += count;
            if (count < wanted)
            {
                break;
            }
        }

        return filled;
    }

    public void Dispose() => _content?.Dispose();

    private int Render(in PackagePart part, Span<byte> to)
    {
        var from = (int)(_offset - part.Start);
        if (part.Kind == PackagePartKind.Data)
        {
            metadata.AsSpan(from, to.Length).CopyTo(to);
        }
        else if (to.Length == part.Length)
        {
            directory.Render(part, to);
        }
        else
        {
            Span<byte> whole = stackalloc byte[PackageDirectory.MaxRecordSize];
            directory.Render(part, whole);
            whole.Slice(from, to.Length).CopyTo(to);
        }

        return to.Length;
    }

    private async ValueTask<int> ReadBlobAsync(PackagePart part, Memory<byte> to, CancellationToken cancellationToken)
    {
        if (_contentIndex != part.Index)
        {
            _content?.Dispose();
            _content = null;
            _content = await blobs.OpenAsync(directory[part.Index].Hash, part.Length, cancellationToken);
            _contentIndex = part.Index;
        }

        var count = await _content!.ReadAsync(_offset - part.Start, to, cancellationToken);
        return count > 0
            ? count
            : throw new BlobMismatchException($"The blob {directory[part.Index].Hash} ends before its {part.Length} bytes.");
    }
}
