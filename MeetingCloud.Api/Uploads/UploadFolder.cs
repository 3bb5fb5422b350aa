using System.Globalization;
using System.Text;
using System.Text.Json;
using MeetingCloud.Storage.Blobs;
using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Api.Uploads;

/// <summary>
/// Uploads on the disk, which all instances share: <c>{id}.json</c> is the record, without which there is no upload, <c>{id}.bytes</c>
/// what has arrived, <c>{id}.doubtful</c> says from where on those bytes have a sum that is not checked yet, and who holds
/// <c>{id}.lock</c> open may write. On the blobs' volume, so that a whole one is taken in without a copy.
/// </summary>
internal sealed class UploadFolder
{
    private const string RecordExtension = ".json";

    private readonly string _root;

    public UploadFolder(BlobStoreOptions blobs)
    {
        _root = Path.Combine(blobs.RootPath, "incoming");
        Directory.CreateDirectory(_root);
    }

    public string Bytes(string id) => Path.Combine(_root, id + ".bytes");

    /// <summary>The right to write to an upload, of one process among all that share the folder; it ends with the process.</summary>
    /// <returns>Null where another one has it.</returns>
    public SafeFileHandle? TryLock(string id)
    {
        try
        {
            return File.OpenHandle(Lock(id), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (FileLock.IsTaken(exception))
        {
            return null;
        }
    }

    /// <param name="lasting">Whether it has to outlast a loss of power.</param>
    public async Task SaveAsync(UploadRecord record, bool lasting)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(record, UploadJson.Default.UploadRecord);
        if (lasting)
        {
            await DurableFile.WriteAsync(Record(record.Id), json, CancellationToken.None);
            return;
        }

        var temporary = Record(record.Id) + ".new";
        await File.WriteAllBytesAsync(temporary, json);
        File.Move(temporary, Record(record.Id), overwrite: true);
    }

    public SafeFileHandle OpenBytes(string id) =>
        File.OpenHandle(Bytes(id), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);

    /// <summary>From <paramref name="offset"/> on, bytes count only once their sum was checked: a process that dies before has none of them.</summary>
    public Task DoubtAsync(string id, long offset) => DurableFile.WriteAsync(
        Doubt(id), Encoding.ASCII.GetBytes(offset.ToString(CultureInfo.InvariantCulture)), CancellationToken.None);

    public void Trust(string id) => DurableFile.TryDelete(Doubt(id));

    /// <summary>Somebody was at it: it expires later.</summary>
    public void Touch(string id, DateTimeOffset now)
    {
        try
        {
            File.SetLastWriteTimeUtc(Record(id), now.UtcDateTime);
        }
        catch (IOException)
        {
            // Deleted meanwhile.
        }
    }

    /// <summary>By whoever has the lock. The record goes first: from then on there is no upload, whatever happens.</summary>
    public void Delete(string id)
    {
        DurableFile.TryDelete(Record(id));
        DurableFile.TryDelete(Record(id) + ".new");
        DeleteBytes(id);
    }

    /// <summary>
    /// By whoever has the lock, which goes last: whoever takes another one by that name finds no upload any more, or one that is stored.
    /// </summary>
    public void DeleteBytes(string id)
    {
        DurableFile.TryDelete(Bytes(id));
        Trust(id);
        DurableFile.TryDelete(Doubt(id) + ".new");
        DurableFile.TryDelete(Lock(id));
    }

    /// <summary>Ids of all that is there, uploads or what is left of them, with the time of the last write to any of their files.</summary>
    public IReadOnlyList<(string Id, DateTimeOffset LastWrite)> List() =>
    [
        .. new DirectoryInfo(_root).GetFiles()
            .GroupBy(file => file.Name.Split('.')[0], StringComparer.Ordinal)
            .Select(files => (files.Key, new DateTimeOffset(files.Max(file => file.LastWriteTimeUtc)))),
    ];

    /// <returns>Null where there is no such upload.</returns>
    public async Task<UploadState?> ReadAsync(string id, CancellationToken cancellationToken)
    {
        var isSecondLook = false;
        while (await ReadRecordAsync(id, cancellationToken) is { } record)
        {
            var lastWrite = File.GetLastWriteTimeUtc(Record(id));
            if (record.IsStored)
            {
                return new UploadState(record, record.Length, new DateTimeOffset(lastWrite));
            }

            if (Length(id) is { } length)
            {
                var lastByte = File.GetLastWriteTimeUtc(Bytes(id));
                return new UploadState(
                    record, Math.Min(ReadDoubt(id) ?? length, length), new DateTimeOffset(lastByte > lastWrite ? lastByte : lastWrite));
            }

            // No bytes have come, or they are the origin's by now: then the record says so.
            if (isSecondLook)
            {
                return new UploadState(record, 0, new DateTimeOffset(lastWrite));
            }

            isSecondLook = true;
        }

        return null;
    }

    // One that a damaged disk made unreadable is no upload.
    private async Task<UploadRecord?> ReadRecordAsync(string id, CancellationToken cancellationToken)
    {
        try
        {
            await using var file = new FileStream(
                Record(id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1024, useAsync: false);
            return await JsonSerializer.DeserializeAsync(file, UploadJson.Default.UploadRecord, cancellationToken);
        }
        catch (Exception exception) when (exception is JsonException or FileNotFoundException)
        {
            return null;
        }
    }

    // Of the open file: network file systems answer from memory what they were asked of a mere name.
    private long? Length(string id)
    {
        try
        {
            using var file = File.OpenHandle(Bytes(id), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return RandomAccess.GetLength(file);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    // What a damaged disk made of it says nothing of any byte: then all are in doubt.
    private long? ReadDoubt(string id)
    {
        try
        {
            return long.TryParse(File.ReadAllText(Doubt(id)), NumberStyles.None, CultureInfo.InvariantCulture, out var offset) ? offset : 0;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private string Record(string id) => Path.Combine(_root, id + RecordExtension);

    private string Doubt(string id) => Path.Combine(_root, id + ".doubtful");

    private string Lock(string id) => Path.Combine(_root, id + ".lock");
}
