namespace MeetingCloud.Node.Sync;

/// <summary>When a meeting was last downloaded or fetched; shared by the entries of a meeting, as any number of downloads set it.</summary>
internal sealed class LastUse(DateTimeOffset time)
{
    private long _ticks = time.UtcTicks;

    public DateTimeOffset Time => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public void Touch(DateTimeOffset now) => Interlocked.Exchange(ref _ticks, now.UtcTicks);
}
