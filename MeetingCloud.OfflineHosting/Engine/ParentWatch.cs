using System.Diagnostics;
using MeetingCloud.OfflineHosting.Supervision;
using Microsoft.Extensions.Hosting;

namespace MeetingCloud.OfflineHosting.Engine;

/// <summary>
/// Stops the application when the <c>dotnet</c> that started it dies: <c>dotnet run</c>, killed with SIGKILL, cannot tell
/// its child. A shell's child goes on when the shell ends, as it should.
/// </summary>
internal sealed class ParentWatch(IHostApplicationLifetime lifetime, ResourceConsole console, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var parent = Posix.GetParentProcessId();
        if (!IsDotnet(parent))
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (Posix.GetParentProcessId() != parent)
            {
                console.Warn("What started the AppHost has died: stopping.");
                lifetime.StopApplication();
                return;
            }
        }
    }

    private static bool IsDotnet(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return process.ProcessName == "dotnet";
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
