using MeetingCloud.Api.Data;
using MeetingCloud.Api.Data.Copying;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support.Databases;
using MeetingCloud.Tests.Support.Programs;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Tests.Api.Data;

/// <summary>The command that copies a SQLite database to PostgreSQL.</summary>
[Collection(PostgresGroup.Name)]
public sealed class CopyDatabaseTests(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mc-copy-");
    private string _output = "";
    private string _errors = "";
    private TestDatabase _target = null!;

    private string File => Path.Combine(_folder.FullName, "meetings.db");

    private string Url => $"sqlite:///{File}";

    public async Task InitializeAsync() => _target = await postgres.NewDatabaseAsync();

    public async Task DisposeAsync()
    {
        await _target.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task EveryRowOfEveryTable_IsCopied()
    {
        var tables = await FillAsync();

        Assert.Equal(0, await CopyAsync());

        Assert.Equal("", _errors);
        await using var to = TestDatabase.Open(_target.Url);
        await using var from = TestDatabase.Open(Url);
        foreach (var table in tables)
        {
            var expected = await ReadAsync(from, table);
            Assert.True(expected.Count > 1, $"{table} has no rows in this test: see {nameof(FilledDatabase)}.");
            Assert.Equal(expected, await ReadAsync(to, table));
            Assert.Contains($"{table}: {expected.Count} rows", _output, StringComparison.Ordinal);
        }

        // Through the model as well: what is stored is what the program reads.
        Assert.Equal(await from.Files.AsNoTracking().OrderBy(f => f.Id).Select(f => f.Crc32).ToListAsync(), await to.Files.AsNoTracking().OrderBy(f => f.Id).Select(f => f.Crc32).ToListAsync());
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task Counters_GoOnWhereTheyWere_SoThatNoNumberIsGivenOutTwice()
    {
        await FillAsync();

        Assert.Equal(0, await CopyAsync());

        await using var db = TestDatabase.Open(_target.Url);
        var change = new ChangeRow { MeetingId = "m", Version = 1, Action = "updated", At = DateTimeOffset.UnixEpoch };
        var moved = new NodeEventRow { NodeId = "n", Kind = NodeEventKind.Lost, At = DateTimeOffset.UnixEpoch };
        db.AddRange(change, moved);
        await db.SaveChangesAsync();
        Assert.Equal(4, change.Id);
        // The third event was deleted before; its number is not used again either.
        Assert.Equal(4, moved.Id);
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task Target_IsLeftAsItIs_WhenItIsNotEmpty()
    {
        await FillAsync();
        await using (var instance = DatabaseInstance.Of(_target.Url))
        {
            await instance.UpgradeAsync();
            await using var db = await instance.OpenAsync();
            db.Add(SchemaSteps.NewMeeting("there"));
            await db.SaveChangesAsync();
        }

        Assert.Equal(1, await CopyAsync());

        Assert.Contains("not empty: there are rows in meetings", _errors, StringComparison.Ordinal);
        await using var after = TestDatabase.Open(_target.Url);
        Assert.Equal("there", (await after.Meetings.SingleAsync()).Id);
        Assert.Empty(await after.Agenda.ToListAsync());
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task NothingIsCopied_WhenARowCannotBe()
    {
        await FillAsync();
        await using (var connection = new SqliteConnection($"Data Source={File};Pooling=false"))
        {
            await connection.OpenAsync();
            await using var command = new SqliteCommand("UPDATE tracks SET \"Title\" = 'a' || char(0) || 'b' WHERE \"Id\" = 'id-1'", connection);
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal(1, await CopyAsync());

        Assert.Contains("Title of tracks has a NUL character", _errors, StringComparison.Ordinal);
        await using var db = TestDatabase.Open(_target.Url);
        Assert.Empty(await db.Meetings.ToListAsync());
        Assert.Empty(await db.Changes.ToListAsync());
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task NothingIsCopied_WhileAControlPlaneHasTheFileOpen()
    {
        await FillAsync();
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        await connection.OpenAsync();
        await using var command = new SqliteCommand("SELECT count(*) FROM meetings", connection);
        await command.ExecuteScalarAsync();

        Assert.Equal(1, await CopyAsync());

        Assert.Contains("in use. Stop the control plane", _errors, StringComparison.Ordinal);
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task NothingIsCopied_WhenTheFileIsOfAnotherVersion()
    {
        await using (var connection = new SqliteConnection($"Data Source={File};Pooling=false"))
        {
            await connection.OpenAsync();
        }

        Assert.Equal(1, await CopyAsync());

        Assert.Contains("of another version", _errors, StringComparison.Ordinal);
    }

    [ProgramFact(PostgresServer.Program)]
    public async Task WrongArguments_AreExplained_WithoutSayingTheirSecrets()
    {
        Assert.Equal(64, await RunAsync());
        Assert.Equal(64, await RunAsync("--from", Url, "--into", _target.Url));
        Assert.Equal(78, await RunAsync("--from", Url, "--to", Url));
        Assert.Equal(78, await RunAsync("--from", _target.Url, "--to", _target.Url));
        Assert.Equal(78, await RunAsync("--from", Url, "--to", "postgresql://ann:s3cret@db/m?x=s3cret"));
        Assert.Equal(1, await RunAsync("--from", $"sqlite:///{File}.absent", "--to", _target.Url));
        Assert.Contains("Usage: copy-database", _errors, StringComparison.Ordinal);
        Assert.Contains("There is no file", _errors, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", _errors, StringComparison.Ordinal);
    }

    private async Task<List<string>> FillAsync()
    {
        await using (var instance = DatabaseInstance.Of($"{Url}"))
        {
            await instance.UpgradeAsync();
        }

        SqliteConnection.ClearAllPools();
        await using var db = TestDatabase.Open(Url);
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=false");
        await connection.OpenAsync();
        await FilledDatabase.FillAsync(db, connection);
        // From the database itself: what is in no model would not be copied.
        await using var command = new SqliteCommand(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'", connection);
        await using var rows = await command.ExecuteReaderAsync();
        var tables = new List<string>();
        while (await rows.ReadAsync())
        {
            tables.Add(rows.GetString(0));
        }

        return tables;
    }

    private Task<int> CopyAsync() => RunAsync("--from", Url);

    private async Task<int> RunAsync(params string[] arguments)
    {
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await CopyDatabaseCommand.RunAsync(
            arguments, name => name == "DATABASE_URL" ? _target.Url : null, output, errors, CancellationToken.None);
        (_output, _errors) = (_output + output, _errors + errors);
        return code;
    }

    private static async Task<List<string>> ReadAsync(MeetingDb db, string table)
    {
        var columns = db.Model.GetRelationalModel().Tables.Single(t => t.Name == table).Columns
            .Select(c => c.Name).Order(StringComparer.Ordinal).ToList();
        await db.Database.OpenConnectionAsync();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(c => $"\"{c}\""))} FROM \"{table}\"";
        await using var rows = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await rows.ReadAsync())
        {
            values.Add(string.Join('|', columns.Select((name, i) => $"{name}={Text(rows.GetValue(i))}")));
        }

        await db.Database.CloseConnectionAsync();
        values.Sort(StringComparer.Ordinal);
        return values;
    }

    private static string Text(object value) => value switch
    {
        bool flag => flag ? "1" : "0",
        DBNull => "NULL",
        _ => FormattableString.Invariant($"{value}"),
    };
}
