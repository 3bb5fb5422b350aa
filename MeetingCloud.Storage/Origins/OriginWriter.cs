using MeetingCloud.Storage.Blobs;
using MeetingCloud.Storage.WebDav;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Storage.Origins;

/// <summary>Writes and deletes copies. A copy is recorded before it is begun and until it is gone.</summary>
internal sealed class OriginWriter(
    OriginPool pool, IOriginCatalog catalog, OriginPoolOptions options, TimeProvider time, ILogger logger)
{
    private const int Rounds = 3;
    private static readonly TimeSpan s_betweenRounds = TimeSpan.FromSeconds(1);

    private readonly OriginFolders _folders = new();
    private readonly OriginVerifier _verifier = new(time);

    public async Task StoreAsync(BlobHash blob, IBlobContent content, OriginPriority priority, CancellationToken cancellationToken)
    {
        // Written down again, so that nobody takes it for litter that was left long ago; unless somebody just has.
        if ((await catalog.FindAsync(blob, cancellationToken)).FirstOrDefault(IsGood) is { } copy
            && await catalog.SetStateAsync(copy.Id, OriginCopyState.Stored, cancellationToken))
        {
            return;
        }

        var failed = new HashSet<OriginServer>();
        var left = options.WriteDeadline;
        WebDavException? last = null;
        for (var round = 0; round < Rounds;)
        {
            var start = time.GetTimestamp();
            var turn = await TakeTurnAsync(blob, content.Length, priority, failed, left, last, cancellationToken);
            left -= time.GetElapsedTime(start);
            if (turn is null)
            {
                // All have failed once and are still in service: another round, but not at once.
                round++;
                failed.Clear();
                await Task.Delay(s_betweenRounds, time, cancellationToken);
                continue;
            }

            var limit = turn.Server.MaxFileBytes;
            try
            {
                await WriteAsync(turn.Server, turn, blob, content, isWanted: null, priority, cancellationToken);
                return;
            }
            catch (WebDavException exception)
            {
                logger.WriteFailed(turn.Server.Id, blob, exception.Message);
                last = exception;
                if (exception.Failure != WebDavFailure.TooLarge || turn.Server.MaxFileBytes >= limit)
                {
                    // One that has just shown a lower limit may yet take the file in parts.
                    failed.Add(turn.Server);
                }
            }
        }

        throw Busy(blob, content.Length, last);
    }

    /// <param name="permit">The turn for the first request, given back here; null to wait for one.</param>
    /// <returns>Null where it is not wanted.</returns>
    public async Task<OriginCopy?> WriteAsync(
        OriginServer server,
        OriginTurn? permit,
        BlobHash blob,
        IBlobContent content,
        Func<IReadOnlyList<OriginCopy>, bool>? isWanted,
        OriginPriority priority,
        CancellationToken cancellationToken)
    {
        var turn = permit;
        try
        {
            var size = content.Length;
            var copy = new OriginCopy(
                Guid.CreateVersion7(time.GetUtcNow()).ToString("N"), server.Id, server.PartSizeOf(size), OriginCopyState.Writing);
            if (!await catalog.AddAsync(blob, size, copy, isWanted, cancellationToken))
            {
                return null;
            }

            try
            {
                if (!_folders.Knows(server, OriginPaths.FolderOf(options.Folder, blob)))
                {
                    turn?.GiveBack();
                    turn = null;
                    await EnsureFolderAsync(server, blob, cancellationToken);
                }

                for (var part = 0; part < OriginPaths.Parts(copy, size); part++)
                {
                    await WritePartAsync(server, turn, blob, content, copy, part, priority, cancellationToken);
                    turn = null;
                }

                return await catalog.SetStateAsync(copy.Id, OriginCopyState.Stored, cancellationToken)
                    ? copy with { State = OriginCopyState.Stored }
                    : throw new WebDavException(WebDavFailure.Conflict, $"{server.Id} took so long that the copy was given up meanwhile.");
            }
            catch
            {
                // Whatever of it is there is known and deleted later. Should this fail as well, its record stays what it is and grows old.
                await catalog.SetStateAsync(copy.Id, OriginCopyState.Deleting, CancellationToken.None);
                throw;
            }
        }
        finally
        {
            turn?.Dispose();
        }
    }

    public async Task DeleteAsync(BlobHash blob, long size, OriginCopy copy, OriginPriority priority, CancellationToken cancellationToken)
    {
        if (pool.Find(copy.ServerId) is { } server)
        {
            for (var part = 0; part < OriginPaths.Parts(copy, size); part++)
            {
                var path = OriginPaths.FileOf(options.Folder, blob, copy, part);
                await server.SendAsync("DELETE", priority, (client, token) => client.DeleteAsync(path, token), cancellationToken);
            }

            await catalog.RemoveAsync(copy.Id, cancellationToken);
        }
    }

    private bool IsGood(OriginCopy copy) =>
        copy.State == OriginCopyState.Stored && pool.Find(copy.ServerId) is { Health.IsUsable: true };

    // The blob's own places with room, then the least busy of the others, then whoever has room first.
    private async Task<OriginTurn?> TakeTurnAsync(
        BlobHash blob,
        long size,
        OriginPriority priority,
        HashSet<OriginServer> failed,
        TimeSpan left,
        WebDavException? last,
        CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        long? outage = null;
        try
        {
            while (true)
            {
                var change = pool.NextChange;
                var able = pool.Rank(blob).Where(server => server.Health.TakesFiles && server.HasSpace(size)).ToList();
                var places = able.Where(server => !failed.Contains(server)).ToList();
                if (places.Any(server => server.MaxFileBytes >= size))
                {
                    // Whole where that is possible: a file in parts costs a request for each.
                    places.RemoveAll(server => server.MaxFileBytes < size);
                }

                if (places.Count > 0)
                {
                    var own = places.Take(pool.Replicas).OrderBy(server => server.Health.Condition.State);
                    var others = places.Skip(pool.Replicas).OrderBy(server => server.Health.Condition.State).ThenBy(server => server.Candidate.Busy);
                    return await OriginTurn.TakeAsync([.. own, .. others], priority, waiting.Token);
                }

                if (able.Count > 0)
                {
                    return null;
                }

                outage ??= time.GetTimestamp();
                await change.WaitAsync(OriginBusy.Left(options.OutageDeadline, outage.Value, time), time, waiting.Token);
            }
        }
        catch (Exception exception) when (exception is TimeoutException
            || (exception is OperationCanceledException && deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested))
        {
            throw Busy(blob, size, last);
        }
    }

    private async Task WritePartAsync(
        OriginServer server,
        OriginTurn? turn,
        BlobHash blob,
        IBlobContent content,
        OriginCopy copy,
        int part,
        OriginPriority priority,
        CancellationToken cancellationToken)
    {
        var path = OriginPaths.FileOf(options.Folder, blob, copy, part);
        var (offset, length) = OriginPaths.Extent(copy, content.Length, part);
        var hasRetried = false;
        while (true)
        {
            try
            {
                using (turn ?? await server.EnterAsync(priority, cancellationToken))
                {
                    turn = null;
                    await using var body = new BlobContentStream(content, offset, length);
                    await server.SendAsync(
                        "PUT",
                        async (client, token) =>
                        {
                            await client.PutAsync(path, body, length, token);
                            return true;
                        },
                        cancellationToken);
                }

                await _verifier.VerifyAsync(server, path, length, priority, mayComeLate: false, cancellationToken);
            }
            catch (WebDavException exception) when (exception.OutcomeUnknown || exception.Failure == WebDavFailure.Locked)
            {
                // It may have worked: never write again without a look.
                try
                {
                    await _verifier.VerifyAsync(server, path, length, priority, mayComeLate: true, cancellationToken);
                }
                catch (WebDavException)
                {
                    throw exception;
                }
            }
            catch (WebDavException exception) when (exception.Failure is WebDavFailure.Conflict or WebDavFailure.NotFound && !hasRetried)
            {
                // Somebody removed the folder.
                hasRetried = true;
                _folders.Forget(server, OriginPaths.FolderOf(options.Folder, blob));
                await EnsureFolderAsync(server, blob, cancellationToken);
                continue;
            }
            catch (WebDavException exception) when (exception.Failure is WebDavFailure.ServerError or WebDavFailure.Refused)
            {
                // nginx says 500 where the folder is gone, others 403: the next write makes sure.
                _folders.Forget(server, OriginPaths.FolderOf(options.Folder, blob));
                throw;
            }
            catch (WebDavException exception) when (exception.Failure == WebDavFailure.TooLarge)
            {
                server.LearnLimit(length);
                throw;
            }

            server.Sent(length);
            return;
        }
    }

    private Task EnsureFolderAsync(OriginServer server, BlobHash blob, CancellationToken cancellationToken) =>
        _folders.EnsureAsync(server, OriginPaths.FolderOf(options.Folder, blob), cancellationToken);

    private OriginBusyException Busy(BlobHash blob, long size, WebDavException? last) =>
        OriginBusy.Exception($"No origin server took the blob {blob}", pool.Servers, size, last);
}
