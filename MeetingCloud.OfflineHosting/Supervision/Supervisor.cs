using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;
using System.Threading.Channels;

namespace MeetingCloud.OfflineHosting.Supervision;

/// <summary>
/// The process that owns all resources' processes, so that none outlives the AppHost however it dies. Its standard input
/// is the lifeline: the kernel closes it with the AppHost, even after SIGKILL. It leads a session of its own, which keeps
/// the terminal's Ctrl+C from the resources (they stop in order instead) and lets one signal reach all that is left.
/// </summary>
internal sealed class Supervisor(ChannelWriter<SupervisorEvent> events)
{
    /// <summary>How long resources may take to end once the AppHost is gone.</summary>
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, SupervisedProcess> _processes = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _stops = [];

    /// <summary>Serves <paramref name="commands"/> until they end, then leaves nothing running.</summary>
    public static async Task<int> RunAsync(Stream commands, Stream output)
    {
        // Only the lifeline ends it: a signal meant for the AppHost must not cost the resources their orderly stop.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, static context => context.Cancel = true);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, static context => context.Cancel = true);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, static context => context.Cancel = true);
        if (!OperatingSystem.IsWindows())
        {
            _ = Posix.SetSession();
            LastResort.Start();
        }

        var events = Channel.CreateBounded<SupervisorEvent>(new BoundedChannelOptions(1024) { SingleReader = true });
        var supervisor = new Supervisor(events.Writer);
        var writing = WriteEventsAsync(events.Reader, output);

        using var reader = new StreamReader(commands, Encoding.UTF8);
        while (await reader.ReadLineAsync() is { } line)
        {
            supervisor.Obey(SupervisorJson.ReadCommand(line)!);
        }

        await supervisor.StopAllAsync();
        events.Writer.Complete();
        await writing;
        supervisor.DisposeProcesses();
        if (!OperatingSystem.IsWindows())
        {
            // What the resources themselves had started and left behind is in this group too; and so are we.
            _ = Posix.Kill(-Environment.ProcessId, Posix.SigKill);
        }

        return 0;
    }

    private void Obey(SupervisorCommand command)
    {
        switch (command)
        {
            case StartCommand start:
                if (start.Removal is not null && !OperatingSystem.IsWindows())
                {
                    LastResort.Remember(start);
                }

                var process = new SupervisedProcess(start, events);
                if (process.TryStart())
                {
                    _processes[start.Name] = process;
                }
                else
                {
                    process.Dispose();
                }

                break;

            case StopCommand stop when _processes.TryGetValue(stop.Name, out var running):
                _stops.Add(running.StopAsync(TimeSpan.FromSeconds(stop.GraceSeconds)));
                break;
        }
    }

    private async Task StopAllAsync() =>
        await Task.WhenAll([.. _stops, .. _processes.Values.Select(static process => process.StopAsync(LastGrace))]);

    private void DisposeProcesses()
    {
        foreach (var process in _processes.Values)
        {
            process.Dispose();
        }
    }

    private static async Task WriteEventsAsync(ChannelReader<SupervisorEvent> events, Stream output)
    {
        var writer = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        var listening = true;
        await foreach (var happening in events.ReadAllAsync())
        {
            try
            {
                if (listening)
                {
                    await writer.WriteLineAsync(SupervisorJson.Write(happening));
                    if (events.Count == 0)
                    {
                        await writer.FlushAsync();
                    }
                }
            }
            catch (IOException)
            {
                // The AppHost is gone. What the resources still have to say is read all the same, so that they do not
                // block on a full pipe while they stop.
                listening = false;
            }
        }
    }
}
