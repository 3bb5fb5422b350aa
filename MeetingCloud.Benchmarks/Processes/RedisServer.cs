using System.Globalization;
using System.Net.Sockets;

namespace MeetingCloud.Benchmarks.Processes;

/// <summary>Redis on loopback: <c>redis-server</c>, else Garnet, which speaks the same protocol and comes from the package feed.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    private const string GarnetTool = "garnet-server@2.2.8";
    private readonly ChildProcess _process;

    private RedisServer(ChildProcess process, int port)
    {
        _process = process;
        ConnectionString = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
    }

    public string ConnectionString { get; }

    public static async Task<RedisServer> StartAsync(string folder, CancellationToken cancellationToken)
    {
        var port = Programs.FreePort();
        var portText = port.ToString(CultureInfo.InvariantCulture);
        var process = Programs.Find("redis-server") is { } redis
            ? ChildProcess.Start(redis, ["--port", portText, "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"], folder)
            : ChildProcess.Start("dotnet", ["tool", "exec", GarnetTool, "--yes", "--", "--port", portText, "--bind", "127.0.0.1"], folder);
        var server = new RedisServer(process, port);
        await process.WaitUntilReadyAsync("Redis", token => AnswersAsync(port, token), cancellationToken);
        return server;
    }

    public static async Task<string> VersionAsync(CancellationToken cancellationToken) =>
        Programs.Find("redis-server") is { } redis
            ? string.Join(' ', (await ChildProcess.RunAsync(redis, ["--version"], cancellationToken)).Split(' ').Take(3))
            : GarnetTool;

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<bool> AnswersAsync(int port, CancellationToken cancellationToken)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port, cancellationToken);
            var stream = client.GetStream();
            await stream.WriteAsync("PING\r\n"u8.ToArray(), cancellationToken);
            var answer = new byte[7];
            await stream.ReadExactlyAsync(answer, cancellationToken);
            return answer.AsSpan().SequenceEqual("+PONG\r\n"u8);
        }
        catch (Exception exception) when (exception is SocketException or IOException)
        {
            return false;
        }
    }
}
