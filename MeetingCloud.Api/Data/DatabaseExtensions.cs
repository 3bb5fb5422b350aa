using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Data;

internal static class DatabaseExtensions
{
    public static void AddMeetingDb(this IServiceCollection services, string connectionString)
    {
        services.AddPooledDbContextFactory<MeetingDb>(options => options.UseSqlite(connectionString));
        services.AddHealthChecks().AddCheck<DatabaseHealthCheck>("database");
    }

    /// <summary>Brings the database to this version's schema. Runs before the first request.</summary>
    public static async Task MigrateMeetingDbAsync(this IServiceProvider services, CancellationToken cancellationToken)
    {
        await using var db = await services.GetRequiredService<IDbContextFactory<MeetingDb>>().CreateDbContextAsync(cancellationToken);
        if (db.Database.GetDbConnection() is SqliteConnection { DataSource: { Length: > 0 } file })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        }

        await db.Database.MigrateAsync(cancellationToken);
        // Readers go on while one writes; the mode stays with the file.
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);
    }
}
