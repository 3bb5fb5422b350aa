using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Support.WebDavServers;

/// <summary>A WebDAV server that is a program of its own.</summary>
public abstract class WebDavProgram(string program) : WebDavServer
{
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    /// <summary>Unprivileged servers run as whoever started them; those started by root step down to this user.</summary>
    protected static string ServiceUser { get; } =
        File.Exists("/etc/passwd") && File.ReadLines("/etc/passwd").Any(line => line.StartsWith("www-data:", StringComparison.Ordinal)) ? "www-data" : "nobody";

    public override async Task StartAsync()
    {
        if (!OperatingSystem.IsWindows())
        {
            // The service user must get in.
            const UnixFileMode readable = UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
            File.SetUnixFileMode(Folder, File.GetUnixFileMode(Folder) | readable);
            File.SetUnixFileMode(RootPath, File.GetUnixFileMode(RootPath) | readable | UnixFileMode.OtherWrite);
        }

        var start = new ProcessStartInfo(InstalledProgram.Find(program)!, Arguments())
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Folder,
        };
        Configure(start);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.BecomesTrueAsync(AnswersAsync, TimeSpan.FromSeconds(30), $"{program} answers");
    }

    public override async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    /// <summary>Writes the configuration, and says how to start the program in the foreground.</summary>
    protected abstract IReadOnlyList<string> Arguments();

    protected virtual void Configure(ProcessStartInfo start)
    {
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process is not { HasExited: false })
        {
            throw new InvalidOperationException($"{program} did not start:\n{string.Join('\n', _output)}");
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
