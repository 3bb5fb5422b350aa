namespace Aspire.Hosting;

/// <summary>Whether the application is to run or to be published. This engine only runs.</summary>
public class DistributedApplicationExecutionContext
{
    internal DistributedApplicationExecutionContext()
    {
    }

    public bool IsRunMode { get; } = true;

    public bool IsPublishMode { get; }
}
