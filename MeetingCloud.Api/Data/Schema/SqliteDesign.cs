using MeetingCloud.Api.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MeetingCloud.Api.Data.Schema;

/// <summary>For <c>dotnet ef migrations add … --context SqliteMeetingDb</c>; opens no file.</summary>
internal sealed class SqliteDesign : IDesignTimeDbContextFactory<SqliteMeetingDb>
{
    public SqliteMeetingDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteMeetingDb>().UseMeetingDb(new DatabaseTarget(DatabaseKind.Sqlite, "Data Source=design.db")).Options);
}
