using System.Text.Json;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Node.Sync;

/// <summary>The states as files <c>meetings/&lt;id&gt;.json</c>, each there whole or not at all.</summary>
internal sealed class MeetingStates : IDisposable
{
    private const string Extension = ".json";

    private readonly string _folder;
    private readonly ILogger<MeetingStates> _logger;
    private readonly SemaphoreSlim _writing = new(1);

    public MeetingStates(NodeOptions options, ILogger<MeetingStates> logger)
    {
        _folder = Path.Combine(Path.GetFullPath(options.StoragePath), "meetings");
        _logger = logger;
        Directory.CreateDirectory(_folder);
    }

    public IEnumerable<MeetingState> Load()
    {
        foreach (var path in Directory.EnumerateFiles(_folder, "*" + Extension))
        {
            if (Read(path) is { } state)
            {
                yield return state;
            }
        }
    }

    /// <exception cref="StorageFullException">The state is as it was.</exception>
    public async Task SaveAsync(MeetingState state, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            await DurableFile.WriteAsync(
                PathOf(state.Id), JsonSerializer.SerializeToUtf8Bytes(state, MeetingStateJson.Default.MeetingState), cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Delete(string id) => File.Delete(PathOf(id));

    public void Dispose() => _writing.Dispose();

    private string PathOf(string id) => Ids.IsValid(id)
        ? Path.Combine(_folder, id + Extension)
        : throw new FormatException($"'{id}' is no id of a meeting.");

    private MeetingState? Read(string path)
    {
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(path), MeetingStateJson.Default.MeetingState);
            if (state is not null && PathOf(state.Id) == path && BlobHash.TryParse(state.Etag, out _))
            {
                return state;
            }
        }
        catch (Exception exception) when (exception is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            // Told below: the next synchronisation writes it anew.
        }

        _logger.BadState(path);
        return null;
    }
}
