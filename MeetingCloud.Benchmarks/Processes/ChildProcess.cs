using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace MeetingCloud.Benchmarks.Processes;

/// <summary>A process of this run's own: its output is kept for the case that it fails, and it does not outlive the run.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int KeptOutput = 8 << 10;

    private static readonly ConcurrentDictionary<ChildProcess, byte> s_running = new();
    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public bool HasExited => _process.HasExited;

    /// <summary>The end of what it wrote.</summary>
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

    /// <summary>Resident bytes now (VmRSS).</summary>
    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Most resident bytes since it started (VmHWM).</summary>
    public long PeakResident
    {
        get
        {
            _process.Refresh();
            return _process.PeakWorkingSet64;
        }
    }

    public static ChildProcess Start(
        string program, IEnumerable<string> arguments, string? folder = null, IEnumerable<KeyValuePair<string, string>>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder ?? Path.GetTempPath(),
        };
        foreach (var (name, value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        var child = new ChildProcess(Process.Start(start)!);
        s_running.TryAdd(child, 0);
        return child;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it wrote, both streams.</returns>
    /// <param name="mayFail">Whether its exit code says nothing.</param>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(
        string program, IEnumerable<string> arguments, CancellationToken cancellationToken, bool mayFail = false)
    {
        await using var child = Start(program, arguments);
        await child._process.WaitForExitAsync(cancellationToken);
        return mayFail || child._process.ExitCode == 0
            ? child.Output
            : throw new InvalidOperationException($"{program} ended with {child._process.ExitCode}: {child.Output}");
    }

    /// <summary>For the end of this process, however it comes.</summary>
    public static void KillAll()
    {
        foreach (var child in s_running.Keys)
        {
            child.Kill();
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        // It also waits for the end of the output, which a process that was killed may have passed on to others.
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        await _process.WaitForExitAsync(limit.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        s_running.TryRemove(this, out _);
        _process.Dispose();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It ended by itself.
        }
    }

    private void Keep(string? line)
    {
        lock (_output)
        {
            _output.AppendLine(line);
            if (_output.Length > KeptOutput)
            {
                _output.Remove(0, _output.Length - KeptOutput);
            }
        }
    }
}
