using System.Buffers;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;
using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Api.Uploads;

/// <summary>
/// The bytes of an upload that have arrived, and their sums, which are taken as they come; those that came to another process are read
/// once more. One caller at a time.
/// </summary>
internal sealed class UploadBytes(string id, long length, UploadFolder folder, Action<long> ensureRoom) : IDisposable
{
    private const int BufferSize = 256 << 10;
    private const long RoomCheckInterval = 32 << 20;

    private BlobHasher _hasher = new();
    private BlobInfo? _whole;
    private long _written;

    /// <summary>How long this request can have made the file: a write that failed may have left some of its bytes.</summary>
    private long _reach;

    /// <summary>Bytes that have arrived and are good, at the end of the last call.</summary>
    public long Offset { get; private set; }

    /// <summary>Adds what a request brings. Where that breaks off, what has come stays, unless a sum was announced for it.</summary>
    /// <param name="start">How many have arrived and are good, as the disk says.</param>
    /// <exception cref="ProblemException">413, 460: too many bytes, or not those announced. Nothing of them counts.</exception>
    /// <exception cref="StorageFullException">No room. What came before stays.</exception>
    public async Task AppendAsync(long start, Stream body, UploadChecksum? checksum, WriterTurn turn)
    {
        using var file = Open(start);
        await HashArrivedAsync(file, turn.Token);
        if (checksum is not null)
        {
            await folder.DoubtAsync(id, start);
        }

        // Without a sum, whatever comes is good.
        var isGood = checksum is null;
        try
        {
            if (!await CopyAsync(body, file, checksum, turn))
            {
                isGood = false;
                throw new ProblemException(Problem.Create(
                    StatusCodes.Status413PayloadTooLarge, $"More bytes came than the {length} that were announced for the upload."));
            }

            isGood = checksum?.Matches() ?? true;
            if (!isGood)
            {
                throw new ProblemException(Problem.Create(TusHeaders.ChecksumMismatch, "The bytes do not have the sum that was announced. Send them again."));
            }
        }
        finally
        {
            if (!isGood)
            {
                _written = start;
                Rehash();
            }

            if (checksum is null)
            {
                CutOwn(file);
            }
            else if (isGood)
            {
                folder.Trust(id);
            }

            // What stays in doubt is cut off by whoever has the next turn.
            Offset = _written;
        }
    }

    /// <summary>What the whole upload is; it is flushed to the disk by then.</summary>
    public async Task<BlobInfo> FinishAsync(CancellationToken cancellationToken)
    {
        if (_whole is null)
        {
            using var file = Open(length);
            await HashArrivedAsync(file, cancellationToken);
            RandomAccess.FlushToDisk(file);
            _whole = _hasher.Finish();
        }

        return _whole;
    }

    public void Dispose() => _hasher.Dispose();

    private SafeFileHandle Open(long start)
    {
        _written = start;
        _reach = start;
        Offset = start;
        var file = folder.OpenBytes(id);
        // A write that failed, or a process that died before it had checked a sum, may have left more.
        if (RandomAccess.GetLength(file) > start)
        {
            RandomAccess.SetLength(file, start);
        }

        folder.Trust(id);
        return file;
    }

    /// <summary>False where there is more than fits the upload.</summary>
    private async Task<bool> CopyAsync(Stream body, SafeFileHandle file, UploadChecksum? checksum, WriterTurn turn)
    {
        var checkedAt = _written;
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (true)
            {
                // Whatever is there is written at once: should the connection break, it has arrived.
                var count = await body.ReadAsync(buffer, turn.Token);
                if (count == 0)
                {
                    return true;
                }

                turn.Heard();
                if (count > length - _written)
                {
                    return false;
                }

                if (_written - checkedAt >= RoomCheckInterval)
                {
                    checkedAt = _written;
                    ensureRoom(0);
                }

                await WriteAsync(file, buffer.AsMemory(0, count), checksum);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async Task WriteAsync(SafeFileHandle file, ReadOnlyMemory<byte> bytes, UploadChecksum? checksum)
    {
        _reach = _written + bytes.Length;
        // A write that was begun is finished, whoever has gone. It runs on another thread while this one takes the sums of the same bytes.
        var write = RandomAccess.WriteAsync(file, bytes, _written, CancellationToken.None);
        _hasher.Append(bytes.Span);
        checksum?.Append(bytes.Span);
        try
        {
            await write;
        }
        catch (IOException exception) when (DiskErrors.IsFull(exception))
        {
            throw DiskErrors.AsFull(exception, folder.Bytes(id))!;
        }

        _written += bytes.Length;
    }

    private async Task HashArrivedAsync(SafeFileHandle file, CancellationToken cancellationToken)
    {
        if (_hasher.Size == Offset)
        {
            return;
        }

        if (_hasher.Size > Offset)
        {
            // Of bytes that did not get to the disk after all.
            Rehash();
        }

        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            while (_hasher.Size < Offset)
            {
                var count = await RandomAccess.ReadAsync(file, buffer, _hasher.Size, cancellationToken);
                if (count == 0)
                {
                    throw new IOException($"The bytes of the upload {id} end at {_hasher.Size}, where {Offset} had arrived.");
                }

                _hasher.Append(buffer.AsSpan(0, count));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// What others find is what the client is told. Only what came with this request is cut: a machine that stood still for long may have
    /// lost the upload's lock on a network's disk, another instance has gone on, and the file may be a blob by now.
    /// </summary>
    private void CutOwn(SafeFileHandle file)
    {
        var end = RandomAccess.GetLength(file);
        if (end > _written && end <= _reach)
        {
            RandomAccess.SetLength(file, _written);
        }
    }

    private void Rehash()
    {
        _hasher.Dispose();
        _hasher = new BlobHasher();
    }
}
