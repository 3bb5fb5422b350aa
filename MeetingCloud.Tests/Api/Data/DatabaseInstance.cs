using MeetingCloud.Api.Data;
using MeetingCloud.Api.Data.Schema;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Api.Data;

/// <summary>The database's part of one instance of the control plane.</summary>
internal sealed class DatabaseInstance : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private DatabaseInstance(string url)
    {
        Assert.True(DatabaseUrl.TryParse(url, out var target, out var error), error);
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddMeetingDb(target);
        _services = services.BuildServiceProvider();
    }

    public static DatabaseInstance Of(string url) => new(url);

    public DatabaseProbe Probe => _services.GetRequiredService<DatabaseProbe>();

    public WriteGate Gate => _services.GetRequiredService<WriteGate>();

    public Task UpgradeAsync(CancellationToken cancellationToken = default) => _services.GetRequiredService<SchemaUpgrade>().RunAsync(cancellationToken);

    public Task<MeetingDb> OpenAsync() => _services.GetRequiredService<IDbContextFactory<MeetingDb>>().CreateDbContextAsync();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
