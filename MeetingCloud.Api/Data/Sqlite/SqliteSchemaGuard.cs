using MeetingCloud.Api.Data.Schema;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Data.Sqlite;

/// <summary>A lock on a file beside the database, which the system takes back from a process that dies.</summary>
internal sealed class SqliteSchemaGuard(DatabaseTarget target, TimeProvider time) : ISchemaGuard
{
    private const string Suffix = ".schema-lock";
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    public async Task<IAsyncDisposable> AcquireAsync(MeetingDb db, CancellationToken cancellationToken)
    {
        var file = new SqliteConnectionStringBuilder(target.ConnectionString).DataSource;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var held = await LockAsync(file + Suffix, cancellationToken);
        try
        {
            if (File.Exists(file))
            {
                // EF Core's own lock is a row in this table. It outlives a process that was killed, and the next would wait for it for ever.
                await db.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancellationToken);
            }

            return held;
        }
        catch
        {
            await held.DisposeAsync();
            throw;
        }
    }

    // Readers go on while one writes; the mode stays with the file.
    public Task FinishAsync(MeetingDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken);

    private async Task<FileStream> LockAsync(string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                // Stays where it is: who deleted it would take it from under one who is about to lock it.
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException) && File.Exists(path))
            {
                await Task.Delay(s_pause, time, cancellationToken);
            }
        }
    }
}
