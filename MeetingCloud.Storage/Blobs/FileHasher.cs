using System.Buffers;
using System.Security.Cryptography;

namespace MeetingCloud.Storage.Blobs;

/// <summary>Hashes a file from the disk, at a bounded speed.</summary>
internal static class FileHasher
{
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="UnreadableFileException">The disk does not give the bytes back.</exception>
    public static async Task<BlobHash> HashAsync(
        string path, int bufferSize, Func<int, CancellationToken, ValueTask>? pace, CancellationToken cancellationToken)
    {
        using var file = File.OpenHandle(
            path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, FileOptions.SequentialScan | FileOptions.Asynchronous);
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(bufferSize);
        try
        {
            for (var offset = 0L; ;)
            {
                if (pace is not null)
                {
                    await pace(bufferSize, cancellationToken);
                }

                var count = await ReadAsync(offset);
                if (count == 0)
                {
                    return new BlobHash(sha256.GetHashAndReset());
                }

                sha256.AppendData(buffer, 0, count);
                offset += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        async ValueTask<int> ReadAsync(long offset)
        {
            try
            {
                return await RandomAccess.ReadAsync(file, buffer.AsMemory(0, bufferSize), offset, cancellationToken);
            }
            catch (IOException exception)
            {
                throw new UnreadableFileException(path, exception);
            }
        }
    }
}
