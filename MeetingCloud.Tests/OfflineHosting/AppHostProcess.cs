using System.Diagnostics;
using System.Text;
using MeetingCloud.OfflineHosting.Supervision;
using MeetingCloud.Tests.AppHost;

namespace MeetingCloud.Tests.OfflineHosting;

/// <summary>The AppHost as a user starts it: a process of its own.</summary>
internal sealed class AppHostProcess : IDisposable
{
    private readonly TemporaryFolder _data = new();
    private readonly StringBuilder _output = new();
    private readonly Process _process;

    private AppHostProcess(IEnumerable<string> command)
    {
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(DotnetHost.Path, [.. command, "--nodes", "1", "--webdav-servers", "1", "--data", _data.Path])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    /// <summary>Runs the built AppHost.</summary>
    public static AppHostProcess Start(params string[] arguments) =>
        new(["exec", typeof(Projects.MeetingCloud_AppHost).Assembly.Location, .. arguments]);

    /// <summary>Runs the AppHost by way of <c>dotnet run</c>.</summary>
    public static AppHostProcess StartByDotnetRun(params string[] arguments) =>
        new(["run", "--no-build", "--configuration", Configuration, "--project", Projects.MeetingCloud_AppHost.ProjectPath, "--", .. arguments]);

    /// <summary>Waits until all resources are healthy; then all its processes are there.</summary>
    public async Task<List<int>> ProcessesOnceHealthyAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (!Output.Contains("All resources are healthy", StringComparison.Ordinal))
        {
            Assert.False(_process.HasExited, Output);
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        }

        return ProcessTree.Of(Id);
    }

    public async Task<int> ExitCodeAsync()
    {
        await _process.WaitForExitAsync(TestApplication.Patience);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
        _data.Dispose();
    }

    private static string Configuration =>
        typeof(AppHostProcess).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyConfigurationAttribute), inherit: false)
            .Cast<System.Reflection.AssemblyConfigurationAttribute>().Single().Configuration;

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }
}
