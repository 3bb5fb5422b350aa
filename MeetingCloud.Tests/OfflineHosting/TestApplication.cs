using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using MeetingCloud.OfflineHosting.Engine;
using MeetingCloud.Tests.AppHost;
using MeetingCloud.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MeetingCloud.Tests.OfflineHosting;

/// <summary>An application of shell scripts, and what it says on the console.</summary>
internal sealed class TestApplication : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();
    private readonly StringWriter _console = new();
    private readonly TextWriter _synchronized;
    private DistributedApplication? _application;

    public TestApplication(params string[] arguments)
    {
        Builder = new DistributedApplicationBuilder(new HostApplicationBuilderSettings { Args = arguments }, appHost: null, entryPoint: null);
        _synchronized = TextWriter.Synchronized(_console);
        Builder.Services.AddSingleton(new ResourceConsole(_synchronized, coloured: false, showOutput: true));
    }

    public static CancellationToken Patience => new CancellationTokenSource(Limit).Token;

    public DistributedApplicationBuilder Builder { get; }

    public ResourceNotificationService Notifications => _application!.ResourceNotifications;

    /// <summary>Read under the lock that is held while somebody writes.</summary>
    public string Console
    {
        get
        {
            lock (_synchronized)
            {
                return _console.ToString();
            }
        }
    }

    /// <summary>Waits for what processes do in their own time.</summary>
    public static Task UntilAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        Eventually.BecomesTrueAsync(condition, Limit, what);

    /// <summary>A resource that runs a script of the POSIX shell, in the test's own folder.</summary>
    public IResourceBuilder<ExecutableResource> AddScript(string name, string script) =>
        Builder.AddResource(new ExecutableResource(name, "/bin/sh", _folder.Path)).WithArgs("-c", script);

    /// <summary>A script that writes its name to the file <c>order</c> when it starts and when it is asked to stop.</summary>
    public IResourceBuilder<ExecutableResource> AddRecorder(string name) => AddScript(
        name, $"trap 'echo stop {name} >> order; exit 0' TERM; echo start {name} >> order; while :; do sleep 0.05; done");

    /// <summary>Whether a recorder has written this.</summary>
    public bool HasLine(string line) => Has("order") && FileOf("order").Split('\n').Contains(line);

    /// <summary>Whether a script has made this file.</summary>
    public bool Has(string name) => File.Exists(Path.Combine(_folder.Path, name));

    /// <summary>Makes a file that a script waits for.</summary>
    public void Touch(string name) => File.WriteAllText(Path.Combine(_folder.Path, name), "");

    public string FileOf(string name) => File.ReadAllText(Path.Combine(_folder.Path, name));

    public Task StartAsync()
    {
        _application = Builder.Build();
        return _application.StartAsync(Patience);
    }

    public Task StopAsync() => _application!.StopAsync(Patience);

    public Task<ResourceEvent> HealthyAsync(string name) => Notifications.WaitForResourceHealthyAsync(name, Patience);

    public Task<ResourceEvent> InStateAsync(string name, string state) =>
        Notifications.WaitForResourceAsync(name, happening => happening.Snapshot.State?.Text == state, Patience);

    public async ValueTask DisposeAsync()
    {
        if (_application is not null)
        {
            await _application.DisposeAsync();
        }

        _folder.Dispose();
    }

    /// <summary>Somebody else's server on a port of this machine.</summary>
    public static TcpListener Occupy()
    {
        var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return listener;
    }
}
