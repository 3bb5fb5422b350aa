using System.Collections.Concurrent;
using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Storage.Origins;

/// <summary>The collections that a server is known to have, so that each is made once and not before each file.</summary>
internal sealed class OriginFolders
{
    private readonly ConcurrentDictionary<string, Task> _made = new(StringComparer.Ordinal);

    public bool Knows(OriginServer server, string folder) =>
        _made.TryGetValue(Key(server, folder), out var making) && making.IsCompletedSuccessfully;

    /// <summary>Forgets a collection and those above it.</summary>
    public void Forget(OriginServer server, string folder)
    {
        for (; folder.Length > 0; folder = Parent(folder))
        {
            _made.TryRemove(Key(server, folder), out _);
        }
    }

    /// <summary>Makes a collection and those above it; one request for each that is not known.</summary>
    public async Task EnsureAsync(OriginServer server, string folder, CancellationToken cancellationToken)
    {
        try
        {
            await EnsureAllAsync(server, folder, cancellationToken);
        }
        catch (WebDavException exception) when (exception.Failure is WebDavFailure.Conflict or WebDavFailure.NotFound)
        {
            // One above it was known and is gone.
            Forget(server, folder);
            await EnsureAllAsync(server, folder, cancellationToken);
        }
    }

    private async Task EnsureAllAsync(OriginServer server, string folder, CancellationToken cancellationToken)
    {
        if (Parent(folder) is { Length: > 0 } parent)
        {
            await EnsureAllAsync(server, parent, cancellationToken);
        }

        var key = Key(server, folder);
        while (true)
        {
            var mine = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var making = _made.GetOrAdd(key, mine.Task);
            if (making == mine.Task)
            {
                await MakeAsync(server, folder, key, mine, cancellationToken);
                return;
            }

            try
            {
                // Where it fails, it fails for all who wait: one after the other would wait out each other's time limits.
                await making.WaitAsync(cancellationToken);
                return;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                // Whoever was making it went away: now it is this one's turn.
            }
        }
    }

    private async Task MakeAsync(
        OriginServer server, string folder, string key, TaskCompletionSource mine, CancellationToken cancellationToken)
    {
        try
        {
            // Always in an upload's turn: one may wait for what repair has begun.
            await server.SendAsync("MKCOL", OriginPriority.Upload, (client, token) => client.MakeCollectionAsync(folder, token), cancellationToken);
            mine.SetResult();
        }
        catch (Exception exception)
        {
            _made.TryRemove(new KeyValuePair<string, Task>(key, mine.Task));
            if (exception is OperationCanceledException)
            {
                mine.SetCanceled(CancellationToken.None);
            }
            else
            {
                mine.SetException(exception);
                _ = mine.Task.Exception;
            }

            throw;
        }
    }

    private static string Key(OriginServer server, string folder) => $"{server.Id}/{folder}";

    private static string Parent(string folder) => folder.LastIndexOf('/') is > 0 and var slash ? folder[..slash] : "";
}
