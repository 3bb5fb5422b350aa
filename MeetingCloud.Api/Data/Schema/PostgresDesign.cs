using MeetingCloud.Api.Data.Postgres;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace MeetingCloud.Api.Data.Schema;

/// <summary>For <c>dotnet ef migrations add … --context PostgresMeetingDb</c>; connects to nothing.</summary>
internal sealed class PostgresDesign : IDesignTimeDbContextFactory<PostgresMeetingDb>
{
    public PostgresMeetingDb CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresMeetingDb>().UseMeetingDb(new DatabaseTarget(DatabaseKind.Postgres, "Host=localhost")).Options);
}
