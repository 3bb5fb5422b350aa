using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Threading.Channels;

namespace MeetingCloud.OfflineHosting.Supervision;

/// <summary>One child of the supervisor.</summary>
internal sealed class SupervisedProcess(StartCommand start, ChannelWriter<SupervisorEvent> events) : IDisposable
{
    private readonly Process _process = new() { StartInfo = StartInfo(start) };
    private Task _gone = Task.CompletedTask;
    private Task _ended = Task.CompletedTask;
    private long _lines;

    /// <summary>Starts the process, and reports its start, its output and its end; or why it did not start.</summary>
    public bool TryStart()
    {
        try
        {
            _process.Start();
        }
        catch (Exception exception) when (exception is Win32Exception or IOException or InvalidOperationException)
        {
            _ended = events.WriteAsync(new NotStartedEvent(start.Name, exception.Message)).AsTask();
            return false;
        }

        _process.StandardInput.Close();
        _gone = GoAsync();
        _ended = WatchAsync();
        return true;
    }

    /// <summary>Ends the process: politely, and after <paramref name="grace"/> with its descendants. Completes when it has ended.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (!OperatingSystem.IsWindows() && !_process.HasExited)
        {
            _ = Posix.Kill(_process.Id, Posix.SigTerm);
            await Task.WhenAny(_ended, Task.Delay(grace));
        }

        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await Task.WhenAny(_gone, Task.Delay(Leftover.Patience));
        // A descendant that outlives it may hold the pipes open: what it writes is no longer waited for.
        await Task.WhenAny(_ended, Task.Delay(TimeSpan.FromSeconds(1)));
    }

    public void Dispose() => _process.Dispose();

    private async Task WatchAsync()
    {
        await events.WriteAsync(new StartedEvent(start.Name, _process.Id));
        var output = Task.WhenAll(CopyAsync(_process.StandardOutput), CopyAsync(_process.StandardError));
        await _gone;
        await DrainAsync(output);
        await events.WriteAsync(new ExitedEvent(start.Name, _process.ExitCode));
    }

    /// <summary>Completes when the process has ended, and what it has left behind.</summary>
    private async Task GoAsync()
    {
        await _process.WaitForExitAsync();
        if (start.Removal is not null && _process.ExitCode != 0)
        {
            await Leftover.RemoveAsync(start);
        }
    }

    // What the process had still to say comes before its end; a descendant that holds the pipes open and is silent is not waited for.
    private async Task DrainAsync(Task output)
    {
        long seen;
        do
        {
            seen = Interlocked.Read(ref _lines);
            await Task.WhenAny(output, Task.Delay(TimeSpan.FromSeconds(1)));
        }
        while (!output.IsCompleted && seen != Interlocked.Read(ref _lines));
    }

    private async Task CopyAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Interlocked.Increment(ref _lines);
            await events.WriteAsync(new OutputEvent(start.Name, line));
        }
    }

    private static ProcessStartInfo StartInfo(StartCommand start)
    {
        var info = new ProcessStartInfo(start.FileName, start.Arguments)
        {
            WorkingDirectory = start.WorkingDirectory,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in start.Environment)
        {
            info.Environment[name] = value;
        }

        return info;
    }
}
