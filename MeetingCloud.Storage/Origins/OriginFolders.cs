using System.Collections.Concurrent;
using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Storage.Origins;

/// <summary>The collections that a server is known to have, so that each is made once and not before each file.</summary>
internal sealed class OriginFolders
{
    private readonly ConcurrentDictionary<string, Task> _made = new(StringComparer.Ordinal);

    public bool Knows(OriginServer server, string folder) =>
        _made.TryGetValue(Key(server, folder), out var making) && making.IsCompletedSuccessfully;

    public void Forget(OriginServer server, string folder)
    {
        for (; folder.Length > 0; folder = Parent(folder))
        {
            _made.TryRemove(Key(server, folder), out _);
        }
    }

    /// <summary>Makes a collection and those above it; one request for each that is not known.</summary>
    public async Task EnsureAsync(OriginServer server, string folder, OriginPriority priority, CancellationToken cancellationToken)
    {
        if (Parent(folder) is { Length: > 0 } parent)
        {
            await EnsureAsync(server, parent, priority, cancellationToken);
        }

        var key = Key(server, folder);
        while (true)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var making = _made.GetOrAdd(key, mine.Task);
            if (making != mine.Task)
            {
                try
                {
                    await making.WaitAsync(cancellationToken);
                    return;
                }
                catch (Exception exception) when (!cancellationToken.IsCancellationRequested && exception is WebDavException or OperationCanceledException)
                {
                    // Whoever was making it failed, or went away: now it is this one's turn.
                    _made.TryRemove(new KeyValuePair<string, Task>(key, making));
                    continue;
                }
            }

            try
            {
                await server.SendAsync("MKCOL", priority, (client, token) => client.MakeCollectionAsync(folder, token), cancellationToken);
                mine.SetResult();
                return;
            }
            catch (Exception exception)
            {
                mine.SetException(exception);
                _ = mine.Task.Exception;
                _made.TryRemove(new KeyValuePair<string, Task>(key, mine.Task));
                throw;
            }
        }
    }

    private static string Key(OriginServer server, string folder) => $"{server.Id}/{folder}";

    private static string Parent(string folder) => folder.LastIndexOf('/') is > 0 and var slash ? folder[..slash] : "";
}
