using System.Collections.Concurrent;
using System.Globalization;
using MeetingCloud.Api.Data;
using MeetingCloud.Contracts;
using MeetingCloud.Storage.Origins;
using MeetingCloud.Tests.Support;
using Microsoft.EntityFrameworkCore;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>The control plane is killed in the middle of its work, again and again.</summary>
public sealed class CrashTests : IAsyncLifetime
{
    private const int Kills = 6;
    private const int AtOnce = 8;

    /// <summary>What the dead held is free after ten seconds; then others must find the time to do the work.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mc-crash-");
    private readonly List<FaultyDav> _servers = [];
    private RedisServer? _redis;
    private ApiProcess _api = null!;

    public async Task InitializeAsync()
    {
        try
        {
            _redis = await RedisServer.StartNewAsync();
            for (var i = 0; i < 3; i++)
            {
                _servers.Add(new FaultyDav(Path.Combine(_folder.FullName, string.Create(CultureInfo.InvariantCulture, $"dav{i}"))));
                await _servers[i].StartAsync();
            }

            _api = await ApiProcess.StartNewAsync(_folder.FullName, _redis.ConnectionString, OriginCluster.Settings(_servers));
        }
        catch
        {
            // Of a test that has not begun nobody else disposes.
            await DisposeAsync();
            throw;
        }
    }

    public async Task DisposeAsync()
    {
        await (_api?.DisposeAsync() ?? default);
        foreach (var server in _servers)
        {
            await server.DisposeAsync();
        }

        await (_redis?.DisposeAsync() ?? default);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task EveryAcknowledgedUpload_ReadsBackWhole_AndNoOrphanStays_AfterManyKills()
    {
        var meeting = await _api.Admin.CreateMeetingAsync();
        var acknowledged = new ConcurrentDictionary<int, byte>();
        var next = 0;
        for (var kill = 1; kill <= Kills; kill++)
        {
            using var stop = new CancellationTokenSource();
            var uploads = Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => UploadManyAsync(stop.Token))).ToList();
            // Each time at another place of the work, and always in its middle.
            var enough = acknowledged.Count + (3 * kill);
            await Eventually.BecomesTrueAsync(() => acknowledged.Count >= enough, s_patience, $"{enough} uploads are acknowledged");
            _api.Kill();
            await stop.CancelAsync();
            await Task.WhenAll(uploads);
            await _api.StartAsync();
        }

        // What the crashes left is an hour old by now.
        _api.Kill();
        await AgeAsync(TimeSpan.FromHours(2));
        Directory.Delete(Path.Combine(_api.Uploads, "blobs"), recursive: true);
        await _api.StartAsync();
        await Eventually.BecomesTrueAsync(NothingIsLeftOverAsync, s_patience, "what is on the servers is what the database says");
        foreach (var number in acknowledged.Keys)
        {
            Assert.Equal(OriginCluster.FileOf(number), await _api.Admin.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, $"{number}.bin")));
        }

        async Task UploadManyAsync(CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                var number = Interlocked.Increment(ref next);
                try
                {
                    using var response = await _api.Admin.PutAsync(
                        Routes.MeetingFile(meeting.Id, $"{number}.bin"), new ByteArrayContent(OriginCluster.FileOf(number)), cancellationToken);
                    if (response.IsSuccessStatusCode)
                    {
                        acknowledged[number] = 0;
                    }
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
                {
                    // Not acknowledged.
                }
            }
        }
    }

    [Fact]
    public async Task Migration_IsCarriedToItsEnd_AndNoFileIsLost_AfterManyKills()
    {
        const int files = 60;
        var meeting = await _api.Admin.CreateMeetingAsync();
        await Task.WhenAll(Enumerable.Range(0, files).Select(i => _api.Admin.UploadAsync(meeting.Id, $"{i}.bin", OriginCluster.FileOf(i))));
        await Eventually.BecomesTrueAsync(NothingIsLeftOverAsync, s_patience, "every file has its copies");
        using (var toggled = await _api.Admin.PostContractAsync($"{Routes.WebdavServers}/server2/toggle", new ToggleServerRequest(false)))
        {
            Assert.True(toggled.IsSuccessStatusCode);
        }

        // Slow enough to be met in its middle.
        _servers.ForEach(server => server.Fault = async (context, next) =>
        {
            await Task.Delay(50, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await next(context);
        });
        Migration migration;
        using (var started = await _api.Admin.PostContractAsync(Routes.WebdavMigrations, new MigrationRequest(DryRun: false, null, null)))
        {
            migration = await started.ReadContractAsync<Migration>();
        }

        for (var kill = 1; kill <= Kills && (await StateAsync()).FinishedAt is null; kill++)
        {
            var done = (await StateAsync()).Progress.Done;
            await Eventually.BecomesTrueAsync(
                async () => await StateAsync() is var now && (now.FinishedAt is not null || now.Progress.Done > done), s_patience, "it goes on");
            _api.Kill();
            await _api.StartAsync();
        }

        await Eventually.BecomesTrueAsync(async () => (await StateAsync()).FinishedAt is not null, s_patience, "it has ended");
        Assert.Equal(MigrationState.Completed, (await StateAsync()).State);
        _api.Kill();
        await AgeAsync(TimeSpan.FromHours(2));
        Directory.Delete(Path.Combine(_api.Uploads, "blobs"), recursive: true);
        await _servers[1].StopAsync();
        await _api.StartAsync();
        for (var i = 0; i < files; i++)
        {
            Assert.Equal(OriginCluster.FileOf(i), await _api.Admin.GetByteArrayAsync(Routes.MeetingFile(meeting.Id, $"{i}.bin")));
        }

        await _servers[1].StartAsync();
        await Eventually.BecomesTrueAsync(
            async () => await NothingIsLeftOverAsync() && _servers[1].Files.Length == 0, s_patience, "the drained server is empty");

        Task<Migration> StateAsync() => _api.Admin.GetContractAsync<Migration>($"{Routes.WebdavMigrations}/{migration.Id}");
    }

    private async Task<bool> NothingIsLeftOverAsync()
    {
        await using var db = OpenDatabase();
        var copies = await db.BlobCopies.AsNoTracking().ToListAsync();
        if (copies.Exists(copy => copy.State == OriginCopyState.Deleting))
        {
            // A write that failed since the last start must settle before it is deleted: as if it had.
            var settled = TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1);
            await db.BlobCopies.Where(copy => copy.State == OriginCopyState.Deleting && copy.UpdatedAt > settled)
                .ExecuteUpdateAsync(set => set.SetProperty(copy => copy.UpdatedAt, settled));
        }

        var named = await db.Files.Select(file => file.Sha256).Distinct().ToListAsync();
        var recorded = copies.Where(copy => copy.State == OriginCopyState.Stored).Select(copy => $"{copy.Sha256}.{copy.Id}").Order(StringComparer.Ordinal);
        var stored = _servers.SelectMany(server => server.Files).Select(Path.GetFileName).Order(StringComparer.Ordinal);
        return copies.TrueForAll(copy => copy.State == OriginCopyState.Stored && named.Contains(copy.Sha256))
            && named.TrueForAll(name => copies.Count(copy => copy.Sha256 == name) >= 2)
            && recorded.SequenceEqual(stored!);
    }

    // As if so much time had passed, in which a control plane would have marked what nobody names.
    private async Task AgeAsync(TimeSpan by)
    {
        await using var db = OpenDatabase();
        var named = await db.Files.Select(file => file.Sha256).Distinct().ToListAsync();
        foreach (var copy in await db.BlobCopies.ToListAsync())
        {
            copy.UpdatedAt -= by;
            copy.State = copy.State == OriginCopyState.Stored && !named.Contains(copy.Sha256) ? OriginCopyState.Deleting : copy.State;
        }

        await db.SaveChangesAsync();
    }

    private MeetingDb OpenDatabase() => _api.Database.Open();
}
