using System.Collections.Concurrent;
using MeetingCloud.Api.Http;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Storage.Blobs;

namespace MeetingCloud.Api.Uploads;

/// <summary>
/// The uploads on the shared disk, by id. What is kept in memory is only what this instance works on, or did lately: any other can go on.
/// </summary>
internal sealed class UploadStore : IDisposable
{
    /// <summary>Files of an upload that has no record: its first request may still be under way, and writes to them.</summary>
    private static readonly TimeSpan s_grace = TimeSpan.FromHours(1);

    private readonly ConcurrentDictionary<string, Upload> _uploads = new(StringComparer.Ordinal);
    private readonly UploadFolder _folder;
    private readonly UploadClaims _claims;
    private readonly UploadOptions _options;
    private readonly BlobStore _blobs;
    private readonly TimeProvider _time;
    private readonly ILogger<UploadStore> _logger;

    public UploadStore(
        UploadFolder folder,
        UploadClaims claims,
        UploadMessages messages,
        UploadOptions options,
        BlobStore blobs,
        TimeProvider time,
        ILogger<UploadStore> logger)
    {
        (_folder, _claims, _options, _blobs, _time, _logger) = (folder, claims, options, blobs, time, logger);
        messages.Asked = id => _uploads.GetValueOrDefault(id)?.Yield();
        messages.Ended = Abandon;
    }

    public static ProblemException NotFound(string id) => new(Problem.NotFound($"There is no upload '{id}' (any more). Begin a new one."));

    /// <summary>Begins an upload, which ends with this process unless <see cref="KeepAsync"/> is called.</summary>
    /// <exception cref="StorageFullException">There is no room for so many bytes.</exception>
    public Upload Create(UploadTarget target, long length, string metadata)
    {
        EnsureRoom(length);
        var record = new UploadRecord(Ids.New(), length, target, metadata, IsStored: false);
        return _uploads[record.Id] = New(new UploadState(record, 0, _time.GetUtcNow()), isKept: false);
    }

    /// <summary>From here on an upload outlives this process, and other instances find it.</summary>
    public async Task KeepAsync(Upload upload)
    {
        await _folder.SaveAsync(upload.Record, lasting: true);
        upload.IsKept = true;
    }

    /// <summary>The upload as it is now, whichever instance it was at before.</summary>
    /// <exception cref="ProblemException">404, or 410 where it has expired.</exception>
    public async Task<Upload> GetAsync(string id, CancellationToken cancellationToken)
    {
        var upload = await FindAsync(id, cancellationToken) ?? throw NotFound(id);
        return upload.IsExpired
            ? throw new ProblemException(Problem.Create(StatusCodes.Status410Gone, "The upload has expired. Begin a new one."))
            : upload;
    }

    /// <summary>Ends an upload and deletes what has arrived. The file that it has become, if it has, stays.</summary>
    public async Task TerminateAsync(Upload upload, CancellationToken cancellationToken)
    {
        try
        {
            using var claim = await upload.EndAsync(cancellationToken);
            _folder.Delete(upload.Id);
            // Not all of it: somebody may still wait for a turn, to learn that there is no upload any more.
            upload.Bytes.Dispose();
        }
        finally
        {
            // Where it could not be ended, the next to ask begins afresh.
            _uploads.TryRemove(KeyValuePair.Create(upload.Id, upload));
        }
    }

    /// <summary>Deletes what has expired, and what belongs to no upload. Nothing that an instance works on.</summary>
    /// <returns>How many uploads have expired.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var expired = 0;
        foreach (var (id, lastWrite) in _folder.List())
        {
            await TryAsync(id, async () =>
            {
                if (await _folder.ReadAsync(id, cancellationToken) is { } state ? IsExpired(state) : lastWrite < _time.GetUtcNow() - s_grace)
                {
                    expired += await DeleteAsync(id, cancellationToken) ? 1 : 0;
                }
            });
        }

        foreach (var upload in _uploads.Values.Where(upload => upload is { IsKept: true, IsBusy: false }))
        {
            await TryAsync(upload.Id, async () =>
            {
                // In memory is what may go on here.
                if (upload.Record.IsStored || !await upload.RefreshAsync(cancellationToken))
                {
                    _uploads.TryRemove(KeyValuePair.Create(upload.Id, upload));
                }
            });
        }

        return expired;

        // One that the disk does not give back keeps no other from expiring.
        async Task TryAsync(string id, Func<Task> sweep)
        {
            try
            {
                await sweep();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Log.NotSwept(_logger, e, id);
            }
        }
    }

    public void Dispose()
    {
        foreach (var upload in _uploads.Values)
        {
            upload.Dispose();
        }
    }

    private async Task<Upload?> FindAsync(string id, CancellationToken cancellationToken)
    {
        if (_uploads.TryGetValue(id, out var known))
        {
            if (await known.RefreshAsync(cancellationToken))
            {
                return known;
            }

            _uploads.TryRemove(KeyValuePair.Create(id, known));
            return null;
        }

        // The id becomes a file's name.
        return Ids.IsValid(id) && await _folder.ReadAsync(id, cancellationToken) is { } state
            ? _uploads.GetOrAdd(id, _ => New(state, isKept: true))
            : null;
    }

    private async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        using var claim = _folder.TryLock(id);
        if (claim is null)
        {
            return false;
        }

        var state = await _folder.ReadAsync(id, cancellationToken);
        if (state is not null && !IsExpired(state))
        {
            return false;
        }

        _folder.Delete(id);
        return state is not null;
    }

    private bool IsExpired(UploadState state) => _time.GetUtcNow() > state.LastActivity + _options.Expiry;

    private void Abandon(string id)
    {
        if (_uploads.TryRemove(id, out var upload))
        {
            upload.Abandon();
        }
    }

    private Upload New(UploadState state, bool isKept)
    {
        var bytes = new UploadBytes(state.Record.Id, state.Record.Length, _folder, EnsureRoom);
        return new Upload(state, bytes, _folder, _claims, _options, _time) { IsKept = isKept };
    }

    private void EnsureRoom(long bytes)
    {
        // Where it is not known how many come, there has to be some room.
        if (_blobs.MeasureRoom() is var room && room < Math.Max(bytes, 1))
        {
            throw new StorageFullException($"There is room for {room} bytes of uploads.");
        }
    }
}
