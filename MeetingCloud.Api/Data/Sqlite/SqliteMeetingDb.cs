using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace MeetingCloud.Api.Data.Sqlite;

internal sealed class SqliteMeetingDb(DbContextOptions<SqliteMeetingDb> options) : MeetingDb(options)
{
    // The driver's transactions are BEGIN IMMEDIATE: the write lock is taken at once, and not only with the first change.
    public override Task<IDbContextTransaction> BeginWriteAsync(CancellationToken cancellationToken) =>
        Database.BeginTransactionAsync(cancellationToken);
}
