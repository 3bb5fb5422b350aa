using System.Globalization;
using System.Text;
using System.Text.Json;
using MeetingCloud.Storage.Blobs;
using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Api.Uploads;

/// <summary>
/// Uploads on the disk: <c>{id}.json</c> is the record, without which there is no upload, <c>{id}.bytes</c> what has arrived, and
/// <c>{id}.doubtful</c> says from where on those bytes have a sum that is not checked yet. On the blobs' volume, so that a whole one is
/// taken in without a copy.
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

    public Task SaveAsync(UploadRecord record) => DurableFile.WriteAsync(
        Record(record.Id), JsonSerializer.SerializeToUtf8Bytes(record, UploadJson.Default.UploadRecord), CancellationToken.None);

    public SafeFileHandle OpenBytes(string id) =>
        File.OpenHandle(Bytes(id), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, FileOptions.Asynchronous);

    /// <summary>From <paramref name="offset"/> on, bytes count only once their sum was checked: a process that dies before has none of them.</summary>
    public Task DoubtAsync(string id, long offset) => DurableFile.WriteAsync(
        Doubt(id), Encoding.ASCII.GetBytes(offset.ToString(CultureInfo.InvariantCulture)), CancellationToken.None);

    public void Trust(string id) => DurableFile.TryDelete(Doubt(id));

    /// <summary>The record goes first: from then on there is no upload, whatever happens.</summary>
    public void Delete(string id)
    {
        DurableFile.TryDelete(Record(id));
        DeleteBytes(id);
    }

    public void DeleteBytes(string id)
    {
        DurableFile.TryDelete(Bytes(id));
        Trust(id);
    }

    /// <summary>What is there at a start, with the bytes of each that are good and when it was last written to. Removes what belongs to none.</summary>
    public async Task<IReadOnlyList<(UploadRecord Record, long Offset, DateTimeOffset LastWrite)>> LoadAsync(CancellationToken cancellationToken)
    {
        var found = new List<(UploadRecord Record, long Offset, DateTimeOffset LastWrite)>();
        foreach (var path in Directory.GetFiles(_root, "*" + RecordExtension))
        {
            if (await ReadAsync(path, cancellationToken) is { } record)
            {
                var lastWrite = File.GetLastWriteTimeUtc(File.Exists(Bytes(record.Id)) ? Bytes(record.Id) : path);
                found.Add((record, record.IsStored ? record.Length : DropDoubtful(record.Id), new DateTimeOffset(lastWrite)));
            }
        }

        var known = found.Select(upload => upload.Record.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var path in Directory.GetFiles(_root).Where(path => !known.Contains(Path.GetFileNameWithoutExtension(path))))
        {
            DurableFile.TryDelete(path);
        }

        return found;
    }

    // One that a damaged disk made unreadable is no reason not to start.
    private static async Task<UploadRecord?> ReadAsync(string path, CancellationToken cancellationToken)
    {
        await using var file = File.OpenRead(path);
        try
        {
            return await JsonSerializer.DeserializeAsync(file, UploadJson.Default.UploadRecord, cancellationToken);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private long DropDoubtful(string id)
    {
        var bytes = new FileInfo(Bytes(id));
        if (!bytes.Exists)
        {
            return 0;
        }

        if (File.Exists(Doubt(id)))
        {
            var good = long.Parse(File.ReadAllText(Doubt(id)), NumberStyles.None, CultureInfo.InvariantCulture);
            using var file = OpenBytes(id);
            RandomAccess.SetLength(file, Math.Min(good, bytes.Length));
            Trust(id);
            return RandomAccess.GetLength(file);
        }

        return bytes.Length;
    }

    private string Record(string id) => Path.Combine(_root, id + RecordExtension);

    private string Doubt(string id) => Path.Combine(_root, id + ".doubtful");
}
