namespace MeetingCloud.Dav.Store;

/// <summary>
/// One change at a time: between the look at locks and conditions and the step that they allow, nothing else happens. Bodies are received,
/// trees copied and disks flushed outside of it; but properties, and the empty file that a lock makes, are written inside.
/// </summary>
internal sealed class WriteGate : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <returns>To be disposed when the change is made.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        return new Exit(_gate);
    }

    public void Dispose() => _gate.Dispose();

    private sealed class Exit(SemaphoreSlim gate) : IDisposable
    {
        private SemaphoreSlim? _gate = gate;

        public void Dispose() => Interlocked.Exchange(ref _gate, null)?.Release();
    }
}
