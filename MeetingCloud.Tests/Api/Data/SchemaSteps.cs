using MeetingCloud.Api.Data;
using MeetingCloud.Contracts;
using MeetingCloud.ServiceDefaults;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Tests.Api.Data;

/// <summary>What must hold of bringing a database up to date, whichever it is.</summary>
internal static class SchemaSteps
{
    private const int AtOnce = 5;

    public static MeetingRow NewMeeting(string id) => new()
    {
        Id = id,
        Title = "A meeting",
        Time = DateTimeOffset.UnixEpoch,
        Status = MeetingStatus.Draft,
        Version = 1,
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    public static async Task FiveAtOnceAsync(string url)
    {
        var instances = Enumerable.Range(0, AtOnce).Select(_ => DatabaseInstance.Of(url)).ToList();
        try
        {
            await Task.WhenAll(instances.Select(instance => Task.Run(() => instance.UpgradeAsync())));

            await using var db = await instances[0].OpenAsync();
            Assert.Equal(db.Database.GetMigrations(), await db.Database.GetAppliedMigrationsAsync());
            db.Add(NewMeeting("m"));
            await db.SaveChangesAsync();
        }
        finally
        {
            foreach (var instance in instances)
            {
                await instance.DisposeAsync();
            }
        }
    }

    public static async Task NewerSchemaAsync(string url)
    {
        await using var instance = DatabaseInstance.Of(url);
        await instance.UpgradeAsync();
        await using var db = await instance.OpenAsync();
        await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_AddRooms', '99.0.0')");

        // It only adds: this program goes on, beside the newer one that replaces it.
        await instance.UpgradeAsync();
        db.Add(NewMeeting("m"));
        await db.SaveChangesAsync();

        await db.Database.ExecuteSqlRawAsync("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990102000000_ContractMeetings', '99.0.0')");
        var refused = await Assert.ThrowsAsync<InvalidSettingsException>(() => instance.UpgradeAsync());
        Assert.Contains("newer version (migration 29990102000000_ContractMeetings)", refused.Message, StringComparison.Ordinal);
    }
}
