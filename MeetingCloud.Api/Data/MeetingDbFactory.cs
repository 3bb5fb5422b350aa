using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Api.Data;

/// <summary>Gives the rest of the program contexts of the database that was chosen, without its having to know which.</summary>
internal sealed class MeetingDbFactory<T>(IDbContextFactory<T> contexts) : IDbContextFactory<MeetingDb>
    where T : MeetingDb
{
    public MeetingDb CreateDbContext() => contexts.CreateDbContext();

    public async Task<MeetingDb> CreateDbContextAsync(CancellationToken cancellationToken = default) =>
        await contexts.CreateDbContextAsync(cancellationToken);
}
