using System.Globalization;
using MeetingCloud.Api.Origins;
using MeetingCloud.Contracts;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>A cluster whose origin is a pool of WebDAV servers.</summary>
internal sealed class OriginCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;

    private OriginCluster(DirectoryInfo folder, List<FaultyDav> servers, TestCluster cluster)
    {
        _folder = folder;
        Servers = servers;
        Cluster = cluster;
    }

    public TestCluster Cluster { get; }

    public IReadOnlyList<FaultyDav> Servers { get; }

    public HttpClient Admin => Cluster.Admin;

    public static Task<OriginCluster> StartAsync(int servers = 3, int nodes = 0, params (string Name, string? Value)[] settings) =>
        StartAsync(TestCluster.Instances, servers, nodes, settings);

    public static async Task<OriginCluster> StartAsync(int instances, int servers, int nodes, params (string Name, string? Value)[] settings)
    {
        var folder = Directory.CreateTempSubdirectory("mc-origins-");
        var started = new List<FaultyDav>();
        try
        {
            for (var i = 1; i <= servers; i++)
            {
                var server = new FaultyDav(Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"dav{i}")));
                started.Add(server);
                await server.StartAsync();
            }

            // Long enough for a busy machine: no server that is well times out by chance.
            var all = Settings(started).Append(("WEBDAV_TIMEOUT", "15")).Concat(settings).ToArray();
            return new OriginCluster(folder, started, await TestCluster.StartAsync(instances, nodes, all));
        }
        catch
        {
            await StopAsync(folder, started);
            throw;
        }
    }

    /// <summary>The variables that name these servers.</summary>
    public static IEnumerable<(string Name, string? Value)> Settings(IReadOnlyList<FaultyDav> servers) => servers.SelectMany((server, i) =>
    {
        var number = (i + 1).ToString(CultureInfo.InvariantCulture);
        return new (string, string?)[]
        {
            ($"WEBDAV_URL_{number}", server.Url),
            ($"WEBDAV_USERNAME_{number}", FaultyDav.User),
            ($"WEBDAV_PASSWORD_{number}", FaultyDav.Password),
        };
    });

    public static byte[] FileOf(int number) => HttpExtensions.Bytes(20_000 + (number * 37), seed: 100 + number);

    /// <summary>Uploads files with the numbers from <paramref name="first"/> on, all at once.</summary>
    public async Task UploadAsync(string meetingId, int first, int count) => await Task.WhenAll(
        Enumerable.Range(first, count).Select(i => Admin.UploadAsync(meetingId, $"{i}.bin", FileOf(i))));

    /// <summary>Reads the same files, all at once, and compares every byte.</summary>
    public async Task ReadAsync(string meetingId, int first, int count) => await Task.WhenAll(
        Enumerable.Range(first, count).Select(async i =>
        {
            using var response = await Admin.GetAsync(Routes.MeetingFile(meetingId, $"{i}.bin"));
            Assert.True(response.IsSuccessStatusCode, $"{i}.bin: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            Assert.Equal(FileOf(i), await response.Content.ReadAsByteArrayAsync());
        }));

    public Task<WebdavStatus> StatusAsync() => Admin.GetContractAsync<WebdavStatus>(Routes.WebdavStatus);

    public Task<WebdavStats> StatsAsync() => Admin.GetContractAsync<WebdavStats>(Routes.WebdavStats);

    public async Task WaitUntilReplicatedAsync(long files) => await Eventually.BecomesTrueAsync(
        async () =>
        {
            if ((await StatsAsync()).Files is var f && f.Replicated == files && f.Total == files)
            {
                return true;
            }

            // A copy that could not be made at once would be looked for half a minute later.
            await Cluster.Api.Services.GetRequiredService<OriginJanitor>().FindMissingAsync(CancellationToken.None);
            return false;
        },
        TestCluster.Patience,
        $"{files} files have all their copies");

    /// <summary>Waits until a server, by its number from 1, is in a state.</summary>
    public async Task WaitForAsync(int server, Func<WebdavServerStatus, bool> condition, string what) => await Eventually.BecomesTrueAsync(
        async () => condition((await StatusAsync()).Servers[server - 1]), TestCluster.Patience, what);

    public async Task<WebdavServerStatus> ToggleAsync(int server, bool enabled)
    {
        using var response = await Admin.PostContractAsync($"{Routes.WebdavServers}/server{server}/toggle", new ToggleServerRequest(enabled));
        return await response.ReadContractAsync<WebdavServerStatus>();
    }

    /// <summary>The control plane dies and comes back with a disk that holds no file.</summary>
    public async Task RestartWithoutCacheAsync()
    {
        await Cluster.Api.CrashAsync();
        await Folders.DeleteAsync(Path.Combine(Cluster.UploadFolder, "blobs"));
        await Cluster.Api.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Cluster.DisposeAsync();
        await StopAsync(_folder, Servers);
    }

    private static async Task StopAsync(DirectoryInfo folder, IEnumerable<FaultyDav> servers)
    {
        foreach (var server in servers)
        {
            await server.DisposeAsync();
        }

        folder.Delete(recursive: true);
    }
}
