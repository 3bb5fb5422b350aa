namespace MeetingCloud.Storage.Blobs;

/// <summary>A blob on its way into a store. Readers get what has come and wait for more; what comes is verified at the end.</summary>
public sealed class BlobArrival
{
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _givenUp;
    private readonly TaskCompletionSource<PartialBlob?> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _completed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _readers;
    private bool _isUnwanted;
    private bool _isGivenUp;

    /// <param name="givenUp">Cancelled when nobody needs the blob any more.</param>
    internal BlobArrival(CancellationTokenSource givenUp) => _givenUp = givenUp;

    /// <summary>
    /// Ends when the blob is in the store, or fails with what broke the transfer off: <see cref="BlobMismatchException"/> where wrong
    /// bytes came, <see cref="StorageFullException"/>, or what its source threw.
    /// </summary>
    public Task Completion => _completed.Task;

    /// <summary>Bytes that have come so far.</summary>
    public long Arrived => _opened.Task.IsCompletedSuccessfully ? _opened.Task.Result?.Arrived ?? 0 : 0;

    internal bool IsGivenUp
    {
        get
        {
            lock (_lock)
            {
                return _isGivenUp;
            }
        }
    }

    /// <summary>Opens the blob as it arrives. Null where the transfer has just ended: then the store has it, or nobody.</summary>
    public async ValueTask<IBlobContent?> OpenReaderAsync(CancellationToken cancellationToken)
    {
        // Counted from now on: who waits for the first byte wants the blob as well.
        lock (_lock)
        {
            _readers++;
        }

        try
        {
            if (await _opened.Task.WaitAsync(cancellationToken) is { } partial)
            {
                return partial.OpenReader(closed: ReaderLeft);
            }

            ReaderLeft();
            return null;
        }
        catch (ObjectDisposedException)
        {
            ReaderLeft();
            return null;
        }
        catch
        {
            ReaderLeft();
            throw;
        }
    }

    /// <summary>
    /// Nobody needs the blob any more but those who read it now: with the last of them the transfer ends and what has come is deleted,
    /// unless somebody joins it before.
    /// </summary>
    /// <returns>Whether it ends now, at its <see cref="Completion"/>.</returns>
    public bool GiveUp() => EndIf(() =>
    {
        _isUnwanted = true;
        return _readers == 0;
    });

    /// <summary>Somebody needs it. False where that comes too late.</summary>
    internal bool TryJoin()
    {
        lock (_lock)
        {
            _isUnwanted = false;
            return !_isGivenUp;
        }
    }

    /// <param name="before">The transfer of the same blob that was given up, and has to end first.</param>
    /// <param name="isStored">Whether there is nothing to transfer after all.</param>
    /// <param name="ended">Called at the end, however it ends: another transfer of the blob may start then.</param>
    internal async Task RunAsync(
        BlobStore store,
        BlobHash hash,
        long size,
        Task before,
        Func<bool>? isStored,
        Func<PartialBlob, CancellationToken, Task> fill,
        Action stored,
        Action? failed,
        Action ended,
        CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(_givenUp.Token, cancellationToken);
        try
        {
            if (isStored?.Invoke() == true)
            {
                ended();
                _opened.SetResult(null);
                _completed.SetResult();
                return;
            }

            using (var partial = await store.OpenPartialAsync(hash, size, either.Token))
            {
                _opened.SetResult(partial);
                try
                {
                    await fill(partial, either.Token);
                    partial.Complete();
                    stored();
                }
                catch (Exception exception)
                {
                    partial.Fail(exception);
                    throw;
                }
            }

            ended();
            _completed.SetResult();
        }
        catch (Exception exception)
        {
            failed?.Invoke();
            ended();
            // To whoever still waits it is a transfer that broke off: nobody cancelled anything of his.
            var reason = exception is OperationCanceledException && IsGivenUp
                ? new IOException($"The transfer of the blob {hash} was given up: nobody needed it.", exception)
                : exception;
            _opened.TrySetException(reason);
            _completed.TrySetException(reason);
            // Those who wait see it; where nobody waits it is no error of the process.
            _ = _opened.Task.Exception;
            _ = _completed.Task.Exception;
        }
    }

    private void ReaderLeft() => EndIf(() => --_readers == 0 && _isUnwanted);

    private bool EndIf(Func<bool> isNeededByNobody)
    {
        lock (_lock)
        {
            if (!isNeededByNobody() || _isGivenUp)
            {
                return _isGivenUp;
            }

            _isGivenUp = true;
        }

        // Not on this thread: what a source does when it is cancelled is none of the caller's business.
        _ = _givenUp.CancelAsync();
        return true;
    }
}
