using System.Reflection;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using MeetingCloud.OfflineHosting.EntryPoints;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>Gathers resources and services on top of a plain host.</summary>
internal sealed class DistributedApplicationBuilder : IDistributedApplicationBuilder
{
    private readonly HostApplicationBuilder _host;
    private readonly InterceptedEntryPoint? _entryPoint;
    private readonly ResourceModel _model = new();

    public DistributedApplicationBuilder(HostApplicationBuilderSettings settings, Assembly? appHost, InterceptedEntryPoint? entryPoint)
    {
        _entryPoint = entryPoint;
        AppHostDirectory = appHost?.GetCustomAttributes<AssemblyMetadataAttribute>()
            .FirstOrDefault(static metadata => metadata.Key == "apphostprojectpath")?.Value ?? Directory.GetCurrentDirectory();
        settings.ContentRootPath = Directory.Exists(AppHostDirectory) ? AppHostDirectory : null;
        _host = Host.CreateApplicationBuilder(settings);

        // Failed checks are how resources start: the engine reports the outcome, the framework need not report each.
        _host.Logging.AddFilter("Microsoft", LogLevel.Warning)
            .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning)
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None);
        _host.Services.AddHealthChecks();
        _host.Services.AddHttpClient();
        _host.Services.AddSingleton(TimeProvider.System);
        _host.Services.AddSingleton(_model);
        _host.Services.AddSingleton(new ResourceNotificationService());
        _host.Services.AddSingleton(entryPoint is null ? ResourceConsole.OfThisProcess() : ResourceConsole.ForTests());
        _host.Services.AddHostedService<Orchestrator>();
        _host.Services.Configure<HostOptions>(static options => options.ShutdownTimeout = Orchestrator.Grace * 3);
        if (entryPoint is null)
        {
            _host.Services.AddHostedService<ParentWatch>();
        }
    }

    public ConfigurationManager Configuration => _host.Configuration;

    public string AppHostDirectory { get; }

    public IHostEnvironment Environment => _host.Environment;

    public IServiceCollection Services => _host.Services;

    public DistributedApplicationExecutionContext ExecutionContext { get; } = new();

    public static DistributedApplicationBuilder ForThisProcess(string[] args) =>
        new(new HostApplicationBuilderSettings { Args = args }, Assembly.GetEntryAssembly(), entryPoint: null);

    public IResourceBuilder<T> AddResource<T>(T resource)
        where T : IResource
    {
        _model.Add(resource);
        return new ResourceBuilder<T>(this, resource);
    }

    public DistributedApplication Build()
    {
        _entryPoint?.WaitForTheTest(this);
        var application = new DistributedApplication(_host.Build(), _entryPoint);
        _entryPoint?.Built(application);
        return application;
    }
}
