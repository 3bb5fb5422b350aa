using MeetingCloud.Api.Data;
using MeetingCloud.Tests.Support.Databases;
using MeetingCloud.Tests.Support.Programs;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Tests.Api.Data;

/// <summary>
/// An instance whose connections lead to a server that has become a standby. What the server says of itself holds for the connections that
/// are made from then on, as each new one leads to the primary, and one that is kept to where it always led.
/// </summary>
[Collection(PostgresGroup.Name)]
public sealed class DatabaseStandbyTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private DatabaseInstance _instance = null!;

    public async Task InitializeAsync()
    {
        _database = await postgres.NewDatabaseAsync();
        // Of another name, so that it leaves no connection behind for the instance that is looked at.
        await using (var upgrading = DatabaseInstance.Of(_database.Url + "?application_name=upgrade"))
        {
            await upgrading.UpgradeAsync();
        }

        _instance = DatabaseInstance.Of(_database.Url);
    }

    public async Task DisposeAsync()
    {
        await _instance.DisposeAsync();
        await _database.DisposeAsync();
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task Write_GoesToThePrimary_AfterOneThatAStandbyRefused()
    {
        await SetStandbyAsync(true);
        var refusal = await Assert.ThrowsAsync<DbUpdateException>(WriteAsync);
        Assert.True(DatabaseFailure.IsUnavailable(refusal));

        await SetStandbyAsync(false);

        await WriteAsync();
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task Health_TellsOfAStandby_AndLeadsBackToThePrimary()
    {
        Assert.Null(await _instance.Probe.LookAsync(CancellationToken.None));
        await using (var db = await _instance.OpenAsync())
        {
            db.DropConnections();
        }

        await SetStandbyAsync(true);
        Assert.Equal("takes no changes", await _instance.Probe.LookAsync(CancellationToken.None));

        await SetStandbyAsync(false);

        Assert.Null(await _instance.Probe.LookAsync(CancellationToken.None));
    }

    private Task WriteAsync() => _instance.Gate.WriteAsync(
        async db =>
        {
            db.Add(SchemaSteps.NewMeeting(Guid.NewGuid().ToString("N")));
            await db.SaveChangesAsync();
        },
        CancellationToken.None);

    private Task SetStandbyAsync(bool isOne) => TestDatabase.ExecuteAsync(
        postgres.Server.UrlOf("postgres"),
        $"ALTER DATABASE {_database.Url[(_database.Url.LastIndexOf('/') + 1)..]} SET default_transaction_read_only = {(isOne ? "on" : "off")}");
}
