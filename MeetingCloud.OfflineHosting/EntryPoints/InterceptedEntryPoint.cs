using System.Reflection;
using Aspire.Hosting;
using MeetingCloud.OfflineHosting.Engine;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace MeetingCloud.OfflineHosting.EntryPoints;

/// <summary>
/// An AppHost's own entry point, run inside a test: it describes the application as ever, and stops at Build until the
/// test has had its say.
/// </summary>
internal sealed class InterceptedEntryPoint(Assembly appHost)
{
    private static readonly AsyncLocal<InterceptedEntryPoint?> Flowing = new();

    private readonly TaskCompletionSource<DistributedApplicationBuilder> _builder = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _buildWanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<DistributedApplication> _application = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _testEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The one that the current code runs in; null in a process of its own.</summary>
    public static InterceptedEntryPoint? Current => Flowing.Value;

    public Task TestEnded => _testEnded.Task;

    /// <summary>Runs the entry point until it builds.</summary>
    /// <exception cref="InvalidOperationException">It ended before it did.</exception>
    public Task<DistributedApplicationBuilder> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var entryPoint = appHost.EntryPoint ?? throw new InvalidOperationException($"{appHost.GetName().Name} has no entry point.");
        var thread = new Thread(() => Invoke(entryPoint, args)) { IsBackground = true, Name = $"{appHost.GetName().Name} entry point" };
        thread.Start();
        return _builder.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Lets the entry point go on, through Build.</summary>
    public Task<DistributedApplication> BuildAsync(CancellationToken cancellationToken)
    {
        _buildWanted.TrySetResult();
        return _application.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Lets the entry point end.</summary>
    public void EndTest()
    {
        _buildWanted.TrySetCanceled();
        _testEnded.TrySetResult();
    }

    public DistributedApplicationBuilder CreateBuilder(string[] args)
    {
        var configuration = new ConfigurationManager();
        configuration.AddInMemoryCollection([new("DcpPublisher:RandomizePorts", "true")]);
        var settings = new HostApplicationBuilderSettings { Args = args, Configuration = configuration, EnvironmentName = Environments.Development };
        return new DistributedApplicationBuilder(settings, appHost, this);
    }

    /// <summary>Called by the entry point when it is about to build.</summary>
    public void WaitForTheTest(DistributedApplicationBuilder builder)
    {
        _builder.TrySetResult(builder);
        _buildWanted.Task.GetAwaiter().GetResult();
    }

    /// <summary>Called by the entry point when it has built.</summary>
    public void Built(DistributedApplication application) => _application.TrySetResult(application);

    private void Invoke(MethodInfo entryPoint, string[] args)
    {
        Flowing.Value = this;
        try
        {
            var code = entryPoint.Invoke(obj: null, BindingFlags.DoNotWrapExceptions, binder: null, entryPoint.GetParameters().Length == 0 ? [] : [args], culture: null);
            _builder.TrySetException(new InvalidOperationException(
                $"The entry point of {appHost.GetName().Name} ended without building an application{(code is int number ? $", with exit code {number}" : "")}."));
        }
#pragma warning disable CA1031 // Whatever the entry point throws is the test's to see.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _builder.TrySetException(exception);
            _application.TrySetException(exception);
        }
    }
}
