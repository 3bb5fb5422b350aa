using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;

namespace MeetingCloud.OfflineHosting.Supervision;

/// <summary>The AppHost's end of the supervisor. Disposing it lets the lifeline go.</summary>
internal sealed class SupervisorClient : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentDictionary<string, StartCommand> _leaving = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly Task _reading;
    private bool _closed;

    /// <param name="onEvent">Called in order for everything that happens, on one thread at a time.</param>
    public SupervisorClient(Action<SupervisorEvent> onEvent)
    {
        var assembly = typeof(SupervisorClient).Assembly.Location;
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(DotnetHost.Path, ["exec", assembly])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
                StandardOutputEncoding = Encoding.UTF8,
            },
        };
        _process.Start();
        _reading = ReadAsync(onEvent);
    }

    public int ProcessId => _process.Id;

    /// <summary>Completes when the supervisor has ended: asked to by <see cref="DisposeAsync"/>, or by an accident.</summary>
    public Task Ended => _reading;

    /// <summary>Sends a command. It is lost where the supervisor has died, or has been let go.</summary>
    public async Task SendAsync(SupervisorCommand command)
    {
        await _writing.WaitAsync();
        try
        {
            if (_closed)
            {
                return;
            }

            if (command is StartCommand { Removal: not null } start)
            {
                _leaving[start.Name] = start;
            }

            await _process.StandardInput.WriteLineAsync(SupervisorJson.Write(command));
            await _process.StandardInput.FlushAsync();
        }
        catch (IOException)
        {
            // It has died. Ended tells, and all it ran has died with it.
        }
        finally
        {
            _writing.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writing.WaitAsync();
        try
        {
            _closed = true;
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has died before; there is nothing left to let go.
        }
        finally
        {
            // And not disposed: who comes too late with a command still asks it.
            _writing.Release();
        }

        await _reading;
        _process.Dispose();
    }

    private async Task ReadAsync(Action<SupervisorEvent> onEvent)
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            var happening = SupervisorJson.ReadEvent(line)!;
            if (happening is ExitedEvent or NotStartedEvent)
            {
                _leaving.TryRemove(happening.Name, out _);
            }

            onEvent(happening);
        }

        await _process.WaitForExitAsync();
        if (!OperatingSystem.IsWindows())
        {
            // Had somebody killed it, its children would go on: they are all in its group.
            _ = Posix.Kill(-_process.Id, Posix.SigKill);
        }

        await Task.WhenAll(_leaving.Values.Select(Leftover.RemoveAsync));
    }
}
