namespace MeetingCloud.Api.Data.Schema;

/// <summary>Brings the database up to date before the services registered after it start.</summary>
internal sealed class DatabaseMigration(SchemaUpgrade schema) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => schema.RunAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
