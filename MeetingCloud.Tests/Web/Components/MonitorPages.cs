using MeetingCloud.Tests.Support;
using MeetingCloud.Web.Browser;
using MeetingCloud.Web.Components;
using MeetingCloud.Web.Components.Controls;
using MeetingCloud.Web.ControlPlane;
using MeetingCloud.Web.Monitoring;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.JSInterop;

namespace MeetingCloud.Tests.Web.Components;

/// <summary>The monitor's pages, over a control plane that says what a test wants.</summary>
internal sealed class MonitorPages : IDisposable
{
    public MonitorPages()
    {
        Cluster = new ClusterMonitor(Api, Api, Clock, NullLogger<ClusterMonitor>.Instance);
        Pool = new PoolMonitor(Api, Clock, NullLogger<PoolMonitor>.Instance);
        ControlPlane = new ControlPlaneMonitor(Api, Api, Clock, NullLogger<ControlPlaneMonitor>.Instance);
    }

    public FakeControlPlane Api { get; } = new();

    public ManualTimeProvider Clock { get; } = new(Samples.Now);

    public ClusterMonitor Cluster { get; }

    public PoolMonitor Pool { get; }

    public ControlPlaneMonitor ControlPlane { get; }

    public async Task<string> RenderAsync<TComponent>(params (string Name, object? Value)[] parameters)
        where TComponent : IComponent
    {
        await using var renderer = new ComponentRenderer(Add);
        return await renderer.RenderAsync<TComponent>(parameters);
    }

    /// <summary>A window that shows them as time goes on.</summary>
    public TestCircuit Open()
    {
        var browser = new SlowBrowser();
        browser.Deliver();
        return new TestCircuit(services =>
        {
            Add(services);
            services.AddSingleton<IJSRuntime>(browser);
        });
    }

    public void Dispose()
    {
        Cluster.Dispose();
        Pool.Dispose();
        ControlPlane.Dispose();
    }

    private void Add(IServiceCollection services) => services
        .AddSingleton<TimeProvider>(Clock)
        .AddSingleton(Cluster)
        .AddSingleton(Pool)
        .AddSingleton(ControlPlane)
        .AddSingleton<INodesClient>(Api)
        .AddSingleton<IOriginsClient>(Api)
        .AddSingleton<FindingText>()
        .AddSingleton<NodeWords>()
        .AddSingleton<MigrationWords>()
        .AddScoped<BrowserZone>()
        .AddScoped<Attempt>();
}
