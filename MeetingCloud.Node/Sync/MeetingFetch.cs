namespace MeetingCloud.Node.Sync;

/// <summary>
/// The part of a synchronisation in which blobs are fetched, which may take hours: another version of the meeting ends it. Not in its
/// first moment: what is small comes even where one change follows the other, as when an organiser uploads many files.
/// </summary>
internal sealed class MeetingFetch : IDisposable
{
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);

    private readonly MeetingJob _job;
    private readonly long _version;
    private readonly TimeProvider _time;
    private readonly long _began;
    private readonly CancellationTokenSource _superseded;
    private readonly CancellationTokenSource _either;

    /// <param name="job">Tells it of other versions, until it is disposed.</param>
    public MeetingFetch(MeetingJob job, long version, TimeProvider time, CancellationToken cancellationToken)
    {
        _job = job;
        _version = version;
        _time = time;
        _began = time.GetTimestamp();
        _superseded = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_superseded.Token, cancellationToken);
        Token = _either.Token;
        job.SetFetch(this);
    }

    public CancellationToken Token { get; }

    public bool IsSuperseded => _superseded.IsCancellationRequested;

    /// <summary>Ends the fetch, unless that version is the one which is fetched.</summary>
    /// <param name="version">The one that is current now; null where the meeting is over.</param>
    public void Supersede(long? version)
    {
        if (version != _version)
        {
            var left = s_least - _time.GetElapsedTime(_began);
            _superseded.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
        }
    }

    public void Dispose()
    {
        _job.SetFetch(null);
        _either.Dispose();
        _superseded.Dispose();
    }
}
