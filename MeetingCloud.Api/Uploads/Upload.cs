using MeetingCloud.Api.Http;
using MeetingCloud.ServiceDefaults;

namespace MeetingCloud.Api.Uploads;

/// <summary>An upload: its bytes arrive, one writer at a time, and when all are there it is taken in as a file of its meeting.</summary>
internal sealed class Upload(UploadRecord record, UploadBytes bytes, DateTimeOffset lastActivity, UploadOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    private readonly WriterTurns _turns = new(time);
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _end = new();
    private Task? _intake;
    private long _lastActivity = lastActivity.UtcTicks;

    public UploadRecord Record { get; private set; } = record;

    /// <summary>The disk has its record.</summary>
    public bool IsKept { get; set; }

    public string Id => Record.Id;

    public long Length => Record.Length;

    public UploadBytes Bytes => bytes;

    public long Offset => Record.IsStored ? Length : bytes.Offset;

    /// <summary>All its bytes are here.</summary>
    public bool IsWhole => Offset == Length;

    /// <summary>When it is deleted unless something comes.</summary>
    public DateTimeOffset ExpiresAt => new DateTimeOffset(Interlocked.Read(ref _lastActivity), TimeSpan.Zero) + options.Expiry;

    public bool IsExpired => !_turns.IsTaken && _intake is not { IsCompleted: false } && time.GetUtcNow() > ExpiresAt;

    /// <summary>Adds the bytes of a request, which begin at <paramref name="offset"/>.</summary>
    /// <exception cref="ProblemException">409 another offset is due; 413; 423 another request is at it; 460.</exception>
    public async Task AppendAsync(long offset, Stream body, UploadChecksum? checksum, CancellationToken cancellationToken)
    {
        using var turn = await _turns.TakeAsync(always: false, cancellationToken) ?? throw Locked();
        if (_end.IsCancellationRequested)
        {
            throw UploadStore.NotFound(Id);
        }

        if (offset != Offset)
        {
            throw new ProblemException(Problem.Conflict($"The upload goes on at byte {Offset}, not at {offset}."));
        }

        try
        {
            if (!IsWhole)
            {
                await bytes.AppendAsync(body, checksum, turn);
            }
        }
        catch (OperationCanceledException) when (turn.IsTakenAway)
        {
            throw new ProblemException(Problem.Conflict("Another request goes on with this upload."));
        }
        finally
        {
            Touch();
        }
    }

    /// <summary>Takes a whole upload in, once, whoever asks and however many.</summary>
    /// <param name="intake">What is to be done; run again where it failed.</param>
    /// <param name="cancellationToken">Ends the wait, not the work.</param>
    public Task TakeInAsync(Func<CancellationToken, Task> intake, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (Record.IsStored)
            {
                return Task.CompletedTask;
            }

            if (_end.IsCancellationRequested)
            {
                throw UploadStore.NotFound(Id);
            }

            if (_intake is not { IsCompleted: false })
            {
                _intake = Task.Run(() => intake(_end.Token), CancellationToken.None);
            }

            return _intake.WaitAsync(cancellationToken);
        }
    }

    public void SetStored()
    {
        Record = Record with { IsStored = true };
        Touch();
    }

    /// <summary>Ends whatever goes on with it. Nothing can begin any more.</summary>
    /// <exception cref="ProblemException">423: what goes on does not end.</exception>
    public async Task EndAsync(CancellationToken cancellationToken)
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
    }

    public void Dispose()
    {
        bytes.Dispose();
        _turns.Dispose();
        _end.Dispose();
    }

    private void Touch() => Interlocked.Exchange(ref _lastActivity, time.GetUtcNow().UtcTicks);

    private static ProblemException Locked() => new(Problem.Locked("Another request is sending bytes of this upload.", s_retry));
}
