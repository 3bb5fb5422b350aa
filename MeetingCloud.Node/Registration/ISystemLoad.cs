namespace MeetingCloud.Node.Registration;

/// <summary>How busy the machine is, or the container where that is smaller.</summary>
internal interface ISystemLoad
{
    /// <summary>0 to 100 of all processors, since the call before.</summary>
    double CpuPercent();

    /// <summary>0 to 100; what can be dropped at once, such as the page cache, does not count.</summary>
    double MemoryPercent();
}
