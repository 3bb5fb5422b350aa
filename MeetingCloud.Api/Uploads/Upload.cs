using MeetingCloud.Api.Http;
using MeetingCloud.ServiceDefaults;
using Microsoft.Win32.SafeHandles;

namespace MeetingCloud.Api.Uploads;

/// <summary>
/// An upload that this instance works on: its bytes arrive, one writer at a time among all instances, and when all are there it is taken
/// in as a file of its meeting. Where it stands is what the disk says.
/// </summary>
internal sealed class Upload(
    UploadState state, UploadBytes bytes, UploadFolder folder, UploadClaims claims, UploadOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly WriterTurns _turns = new(time);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private Task? _intake;
    private UploadState _state = state;
    private int _changes;

    public UploadRecord Record => State.Record;

    /// <summary>The disk has its record, and other instances may know of it.</summary>
    public bool IsKept { get; set; }

    public string Id => Record.Id;

    public long Length => Record.Length;

    public UploadBytes Bytes => bytes;

    public long Offset => Record.IsStored ? Length : State.Offset;

    /// <summary>All its bytes are here.</summary>
    public bool IsWhole => Offset == Length;

    /// <summary>When it is deleted unless something comes.</summary>
    public DateTimeOffset ExpiresAt => State.LastActivity + options.Expiry;

    /// <summary>Something goes on with it here.</summary>
    public bool IsBusy => _turns.IsTaken || _intake is { IsCompleted: false };

    public bool IsExpired => !IsBusy && time.GetUtcNow() > ExpiresAt;

    private UploadState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>Learns what other instances have done.</summary>
    /// <returns>False where there is no such upload any more.</returns>
    public async Task<bool> RefreshAsync(CancellationToken cancellationToken)
    {
        if (!IsKept)
        {
            return true;
        }

        var changes = Volatile.Read(ref _changes);
        if (await folder.ReadAsync(Id, cancellationToken) is not { } now)
        {
            return false;
        }

        lock (_lock)
        {
            // What was changed here since the disk was asked is newer.
            _state = changes == _changes ? now : _state;
        }

        return true;
    }

    /// <summary>Adds the bytes of a request, which begin at <paramref name="offset"/>.</summary>
    /// <exception cref="ProblemException">404; 409 another offset is due; 413; 423 another request is at it; 460.</exception>
    public async Task AppendAsync(long offset, Stream body, UploadChecksum? checksum, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(always: false, cancellationToken) ?? throw Locked();
        try
        {
            await FindAsync(turn.Token);
            if (IsWhole)
            {
                CheckOffset(offset);
                return;
            }

            using var claim = await claims.TakeAsync(Id, always: false, turn.Token) ?? throw Locked();
            await FindAsync(turn.Token);
            CheckOffset(offset);
            if (!IsWhole)
            {
                await AppendAsync(body, checksum, turn);
            }
        }
        catch (OperationCanceledException) when (turn.IsTakenAway)
        {
            throw new ProblemException(Problem.Conflict("Another request goes on with this upload."));
        }
    }

    /// <summary>Takes a whole upload in, once, whoever asks and however many, here or at other instances.</summary>
    /// <param name="intake">What is to be done; run again where it failed.</param>
    /// <param name="cancellationToken">Ends the wait, not the work.</param>
    public Task TakeInAsync(Func<CancellationToken, Task> intake, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_state.Record.IsStored)
            {
                return Task.CompletedTask;
            }

            if (_end.IsCancellationRequested)
            {
                throw UploadStore.NotFound(Id);
            }

            if (_intake is not { IsCompleted: false })
            {
                _intake = Task.Run(() => TakeInAloneAsync(intake, _end.Token), CancellationToken.None);
            }

            return _intake.WaitAsync(cancellationToken);
        }
    }

    public void SetStored() => Change(known => new UploadState(known.Record with { IsStored = true }, known.Record.Length, time.GetUtcNow()));

    /// <summary>Another instance would go on with it: a writer here whose client has fallen silent gives way.</summary>
    public void Yield() => _turns.TakeAwayFromSilent();

    /// <summary>Another instance ends it.</summary>
    public void Abandon()
    {
        _end.Cancel();
        _turns.TakeAway();
    }

    /// <summary>Ends whatever goes on with it, here and elsewhere. Nothing can begin any more.</summary>
    /// <returns>The right to delete it.</returns>
    /// <exception cref="ProblemException">423: what goes on does not end.</exception>
    public async Task<SafeFileHandle> EndAsync(CancellationToken cancellationToken)
    {
        await _end.CancelAsync();
        using var turn = await _turns.TakeAsync(always: true, cancellationToken) ?? throw Locked();
        Task? intake;
        lock (_lock)
        {
            intake = _intake;
        }

        if (intake is not null)
        {
            // Told to stop, like the writer; a file that it has made by now stays.
            await intake.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return await claims.TakeAsync(Id, always: true, cancellationToken) ?? throw Locked();
    }

    public void Dispose()
    {
        bytes.Dispose();
        _turns.Dispose();
        _end.Dispose();
    }

    private async Task AppendAsync(Stream body, UploadChecksum? checksum, WriterTurn turn)
    {
        try
        {
            await bytes.AppendAsync(Offset, body, checksum, turn);
        }
        finally
        {
            var now = time.GetUtcNow();
            Change(known => known with { Offset = bytes.Offset, LastActivity = now });
            if (IsKept)
            {
                folder.Touch(Id, now);
            }
        }
    }

    private async Task TakeInAloneAsync(Func<CancellationToken, Task> intake, CancellationToken cancellationToken)
    {
        using var claim = await claims.WaitAsync(Id, cancellationToken);
        if (!await RefreshAsync(cancellationToken))
        {
            throw UploadStore.NotFound(Id);
        }

        if (!Record.IsStored)
        {
            await intake(cancellationToken);
        }
    }

    private async Task FindAsync(CancellationToken cancellationToken)
    {
        if (_end.IsCancellationRequested || !await RefreshAsync(cancellationToken))
        {
            throw UploadStore.NotFound(Id);
        }
    }

    private void CheckOffset(long offset)
    {
        if (offset != Offset)
        {
            throw new ProblemException(Problem.Conflict($"The upload goes on at byte {Offset}, not at {offset}."));
        }
    }

    private void Change(Func<UploadState, UploadState> next)
    {
        lock (_lock)
        {
            _changes++;
            _state = next(_state);
        }
    }

    private static ProblemException Locked() => new(Problem.Locked("Another request is sending bytes of this upload.", s_retry));
}
