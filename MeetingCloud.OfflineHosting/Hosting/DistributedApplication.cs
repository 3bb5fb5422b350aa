using Aspire.Hosting.ApplicationModel;
using MeetingCloud.OfflineHosting.Engine;
using MeetingCloud.OfflineHosting.EntryPoints;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Aspire.Hosting;

/// <summary>The application: its resources run from <see cref="StartAsync"/> until <see cref="StopAsync"/>.</summary>
public class DistributedApplication : IHost, IAsyncDisposable
{
    private readonly IHost _host;
    private readonly InterceptedEntryPoint? _entryPoint;

    internal DistributedApplication(IHost host, InterceptedEntryPoint? entryPoint)
    {
        _host = host;
        _entryPoint = entryPoint;
    }

    public IServiceProvider Services => _host.Services;

    public ResourceNotificationService ResourceNotifications => Services.GetRequiredService<ResourceNotificationService>();

    public static IDistributedApplicationBuilder CreateBuilder(string[] args) =>
        InterceptedEntryPoint.Current is { } entryPoint
            ? entryPoint.CreateBuilder(args)
            : DistributedApplicationBuilder.ForThisProcess(args);

    /// <summary>Starts the resources that wait for nothing; the others follow. Ports that are taken are an error here.</summary>
    public virtual Task StartAsync(CancellationToken cancellationToken = default) => _host.StartAsync(cancellationToken);

    /// <summary>Stops all resources, those that others depend on last.</summary>
    public virtual Task StopAsync(CancellationToken cancellationToken = default) => _host.StopAsync(cancellationToken);

    /// <summary>
    /// Runs the resources until Ctrl+C, SIGTERM or <paramref name="cancellationToken"/>. What keeps them from starting is
    /// told on the console, and the process's exit code is then 1.
    /// </summary>
    public virtual async Task RunAsync(CancellationToken cancellationToken = default)
    {
        if (_entryPoint is not null)
        {
            // Under the testing builder it is the test that starts and stops; the entry point waits until it has.
            await _entryPoint.TestEnded;
            return;
        }

        var console = Services.GetRequiredService<ResourceConsole>();
        try
        {
            await HostingAbstractionsHostExtensions.RunAsync(_host, cancellationToken);
        }
        catch (DistributedApplicationException exception)
        {
            console.Warn(exception.Message);
            Environment.ExitCode = 1;
        }
    }

    public virtual void Dispose()
    {
        GC.SuppressFinalize(this);
        DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
        _entryPoint?.EndTest();
    }
}
