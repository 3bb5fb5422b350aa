namespace MeetingCloud.Tests.Support.Databases;

/// <summary>The server of <see cref="PostgresGroup"/>. Where PostgreSQL is not installed there are no such tests, and no fixture.</summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    public PostgresServer Server { get; private set; } = null!;

    public async Task InitializeAsync() => Server = await PostgresServer.StartNewAsync();

    public async Task DisposeAsync() => await Server.DisposeAsync();

    public Task<TestDatabase> NewDatabaseAsync() => TestDatabase.CreateOnAsync(Server.UrlOf("postgres"));
}
