using MeetingCloud.OfflineHosting.EntryPoints;

namespace Aspire.Hosting.Testing;

/// <summary>Runs an AppHost inside a test.</summary>
public static class DistributedApplicationTestingBuilder
{
    /// <summary>
    /// Runs the entry point of <typeparamref name="TEntryPoint"/>'s assembly up to its Build. Endpoints get random ports
    /// unless <c>DcpPublisher:RandomizePorts</c> is false.
    /// </summary>
    public static async Task<IDistributedApplicationTestingBuilder> CreateAsync<TEntryPoint>(
        string[] args, CancellationToken cancellationToken = default)
        where TEntryPoint : class
    {
        var entryPoint = new InterceptedEntryPoint(typeof(TEntryPoint).Assembly);
        return new TestingBuilder(await entryPoint.RunAsync(args, cancellationToken), entryPoint);
    }
}
