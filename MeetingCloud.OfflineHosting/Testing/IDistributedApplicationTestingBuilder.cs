namespace Aspire.Hosting.Testing;

/// <summary>An AppHost's application, described by its own entry point and not built yet.</summary>
public interface IDistributedApplicationTestingBuilder : IDistributedApplicationBuilder, IAsyncDisposable, IDisposable
{
    Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken = default);
}
