namespace MeetingCloud.Api.Data;

/// <summary>Brings the database up to date before the services registered after it start.</summary>
internal sealed class DatabaseMigration(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => services.MigrateMeetingDbAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
