using System.Globalization;
using MeetingCloud.Api.Data;
using MeetingCloud.Api.Data.Postgres;
using MeetingCloud.ServiceDefaults;
using MeetingCloud.Tests.Support.Databases;
using MeetingCloud.Tests.Support.Programs;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace MeetingCloud.Tests.Api.Data;

/// <summary>Bringing a PostgreSQL database up to date.</summary>
[Collection(PostgresGroup.Name)]
public sealed class PostgresSchemaTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await postgres.NewDatabaseAsync();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [ProgramFact(PostgresServer.Program)]
    public Task Instances_BringAnEmptyDatabaseUpToDate_WhenFiveStartAtOnce() => SchemaSteps.FiveAtOnceAsync(_database.Url);

    [ProgramFact(PostgresServer.Program)]
    public Task OlderProgram_Works_OrSaysWhyItCannot_WhenTheSchemaIsNewer() => SchemaSteps.NewerSchemaAsync(_database.Url);

    [ProgramFact(PostgresServer.Program)]
    public async Task Instance_WaitsForTheOneThatIsAtIt_AndGoesOnWhenThatDies()
    {
        // What an instance holds that is at it: a lock of its session, and a migration that is half done.
        Assert.True(DatabaseUrl.TryParse(_database.Url, out var target, out _));
        await using var other = new NpgsqlConnection(target.ConnectionString + ";Pooling=false");
        await other.OpenAsync();
        var process = other.ProcessID;
        await using (var command = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_lock({PostgresLocks.Schema}); BEGIN; CREATE TABLE meetings (half int)"), other))
        {
            await command.ExecuteNonQueryAsync();
        }

        await using var instance = DatabaseInstance.Of(_database.Url);
        var upgrade = instance.UpgradeAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => upgrade.WaitAsync(TimeSpan.FromSeconds(1)));
        await TestDatabase.ExecuteAsync(_database.Url, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_terminate_backend({process})"));
        await upgrade.WaitAsync(s_patience);

        await using var db = await instance.OpenAsync();
        Assert.Empty(await db.Meetings.ToListAsync());
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task Instance_SaysWhatIsWrong_WhenThereIsNoSuchDatabase()
    {
        await using var instance = DatabaseInstance.Of(postgres.Server.UrlOf("absent"));

        var refused = await Assert.ThrowsAsync<InvalidSettingsException>(() => instance.UpgradeAsync());

        Assert.Contains("DATABASE_URL: the database refuses: database \"absent\" does not exist", refused.Message, StringComparison.Ordinal);
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task Instance_SaysWhatIsWrong_WhenTheDatabaseIsNotUnicode()
    {
        await TestDatabase.ExecuteAsync(_database.Url, "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0");
        await using var instance = DatabaseInstance.Of(postgres.Server.UrlOf("latin"));

        var refused = await Assert.ThrowsAsync<InvalidSettingsException>(() => instance.UpgradeAsync());

        Assert.Contains("UTF8", refused.Message, StringComparison.Ordinal);
    }
}
