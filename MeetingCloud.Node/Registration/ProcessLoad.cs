namespace MeetingCloud.Node.Registration;

/// <summary>What .NET itself tells on every system: this process's processor time, and the memory load that the collector sees.</summary>
internal sealed class ProcessLoad(TimeProvider time) : ISystemLoad
{
    private long _timestamp = time.GetTimestamp();
    private TimeSpan _used = Environment.CpuUsage.TotalTime;

    public double CpuPercent()
    {
        var now = time.GetTimestamp();
        var used = Environment.CpuUsage.TotalTime;
        var available = time.GetElapsedTime(_timestamp, now) * Environment.ProcessorCount;
        var percent = available > TimeSpan.Zero ? 100 * ((used - _used) / available) : 0;
        (_timestamp, _used) = (now, used);
        return Math.Clamp(percent, 0, 100);
    }

    public double MemoryPercent()
    {
        var memory = GC.GetGCMemoryInfo();
        return memory.TotalAvailableMemoryBytes > 0
            ? Math.Clamp(100.0 * memory.MemoryLoadBytes / memory.TotalAvailableMemoryBytes, 0, 100)
            : 0;
    }
}
