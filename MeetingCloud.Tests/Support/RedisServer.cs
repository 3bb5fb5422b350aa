using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using MeetingCloud.Tests.Support.Programs;

namespace MeetingCloud.Tests.Support;

/// <summary>
/// A real Redis on loopback, of the tests' own: <c>redis-server</c> from the PATH, else Garnet, which speaks the same protocol and comes
/// from the package feed. It can be stopped and started again on its port.
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private const string GarnetTool = "garnet-server@2.2.8";
    private readonly string _folder = Directory.CreateTempSubdirectory("mc-redis-").FullName;
    private readonly ConcurrentQueue<string> _output = new();
    private Process? _process;

    private RedisServer(int port) => Port = port;

    public int Port { get; }

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}");

    public static async Task<RedisServer> StartNewAsync()
    {
        var redis = new RedisServer(Ports.Next());
        try
        {
            await redis.StartAsync();
            return redis;
        }
        catch
        {
            await redis.DisposeAsync();
            throw;
        }
    }

    public async Task StartAsync()
    {
        var port = Port.ToString(CultureInfo.InvariantCulture);
        var start = InstalledProgram.Find("redis-server") is { } redis
            ? new ProcessStartInfo(redis, ["--port", port, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", _folder])
            : new ProcessStartInfo("dotnet", ["tool", "exec", GarnetTool, "--yes", "--", "--port", port, "--bind", "127.0.0.1"]);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.WorkingDirectory = _folder;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => _output.Enqueue(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        await Eventually.BecomesTrueAsync(AnswersAsync, TimeSpan.FromSeconds(90), "Redis answers");
    }

    public async Task StopAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<bool> AnswersAsync()
    {
        if (_process!.HasExited)
        {
            // With the last of what it wrote.
            await _process.WaitForExitAsync();
            throw new InvalidOperationException($"Redis did not start:\n{string.Join('\n', _output)}");
        }

        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, Port);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray());
            var answer = new byte[7];
            await stream.ReadExactlyAsync(answer);
            return answer.AsSpan().SequenceEqual("+PONG\r\n"u8);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }
}
