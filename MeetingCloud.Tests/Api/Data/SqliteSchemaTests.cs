using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace MeetingCloud.Tests.Api.Data;

/// <summary>Bringing a SQLite database up to date; several processes may share one file.</summary>
public sealed class SqliteSchemaTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mc-schema-");

    private string File => Path.Combine(_folder.FullName, "sub", "meetings.db");

    private string Url => $"sqlite:///{File}";

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public Task Instances_BringAnEmptyDatabaseUpToDate_WhenFiveStartAtOnce() => SchemaSteps.FiveAtOnceAsync(Url);

    [Fact]
    public Task OlderProgram_Works_OrSaysWhyItCannot_WhenTheSchemaIsNewer() => SchemaSteps.NewerSchemaAsync(Url);

    [Fact]
    public async Task Instance_GoesOn_WhereOneWasKilledInTheMiddle()
    {
        await using var instance = DatabaseInstance.Of(Url);
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await using (var db = await instance.OpenAsync())
        {
            await db.GetService<IMigrator>().MigrateAsync("MediaLibrary");
            // As EF Core leaves it behind in a process that is killed; by itself it would wait for this row to go, for ever.
            await db.Database.ExecuteSqlRawAsync(
                """
                CREATE TABLE IF NOT EXISTS "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
                INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01')
                """);
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await instance.UpgradeAsync(patience.Token);

        await using var upgraded = await instance.OpenAsync();
        Assert.Equal(upgraded.Database.GetMigrations(), await upgraded.Database.GetAppliedMigrationsAsync());
    }

    [Fact]
    public async Task Instance_Waits_WhileAnotherBringsTheDatabaseUpToDate()
    {
        await using var instance = DatabaseInstance.Of(Url);
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        Task upgrade;
        await using (new FileStream(File + ".schema-lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            upgrade = instance.UpgradeAsync();
            await Assert.ThrowsAsync<TimeoutException>(() => upgrade.WaitAsync(TimeSpan.FromSeconds(1)));
        }

        await upgrade.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Rows_AreKept_WhenAnOldDatabaseIsBroughtUpToDate()
    {
        await using var instance = DatabaseInstance.Of(Url);
        Directory.CreateDirectory(Path.GetDirectoryName(File)!);
        await using (var old = await instance.OpenAsync())
        {
            await old.GetService<IMigrator>().MigrateAsync("Initial");
            old.Add(SchemaSteps.NewMeeting("kept"));
            await old.SaveChangesAsync();
        }

        await instance.UpgradeAsync();

        await using var db = await instance.OpenAsync();
        Assert.Equal("kept", (await db.Meetings.SingleAsync()).Id);
        Assert.Empty(await db.NodeEvents.ToListAsync());
    }
}
