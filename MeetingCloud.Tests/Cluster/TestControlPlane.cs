using System.Globalization;
using MeetingCloud.Storage.Blobs;
using MeetingCloud.Tests.Cluster.Instances;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.Cluster;

/// <summary>
/// The control plane of a test: one instance, or several behind nginx that share database, Redis and files. What is done to it is done to
/// all of them.
/// </summary>
public sealed class TestControlPlane : IAsyncDisposable
{
    private readonly NginxBalancer? _balancer;

    public TestControlPlane(int instances, Dictionary<string, string?> settings, IDiskSpace disk)
    {
        var ports = Enumerable.Range(0, instances).Select(_ => Ports.Next()).ToList();
        Instances = [.. ports.Select((port, i) => TestHost.Api(string.Create(CultureInfo.InvariantCulture, $"api-{i + 1}"), port, settings, disk))];
        _balancer = instances > 1 ? new NginxBalancer(ports) : null;
    }

    public IReadOnlyList<TestHost> Instances { get; }

    /// <summary>Where clients and nodes find it; without a closing slash.</summary>
    public string Url => _balancer?.Url ?? Instances[0].Url;

    /// <summary>The first instance's parts: for what is the same in all of them, because it is in the database, in Redis or on the disk.</summary>
    public IServiceProvider Services => Instances[0].Services;

    public async Task StartAsync()
    {
        if (_balancer is not null)
        {
            await _balancer.StartAsync();
        }

        foreach (var instance in Instances)
        {
            await instance.StartAsync();
        }
    }

    public Task StopAsync() => Task.WhenAll(Instances.Select(instance => instance.StopAsync()));

    public Task CrashAsync() => Task.WhenAll(Instances.Select(instance => instance.CrashAsync()));

    public async ValueTask DisposeAsync()
    {
        await CrashAsync();
        if (_balancer is not null)
        {
            await _balancer.DisposeAsync();
        }
    }
}
