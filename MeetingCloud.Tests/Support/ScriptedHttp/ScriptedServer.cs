using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MeetingCloud.Tests.Support.ScriptedHttp;

/// <summary>
/// An HTTP/1.1 server on loopback that does, byte for byte, what a test tells it: answers anything, late, in part or never. It keeps
/// what it was asked.
/// </summary>
public sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<ScriptedExchange, Task> _script;
    private readonly Task _accepting;

    /// <param name="script">Called for each request once its head has come.</param>
    public ScriptedServer(Func<ScriptedExchange, Task> script)
    {
        _script = script;
        _listener.Start();
        Url = new Uri(FormattableString.Invariant($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/"));
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    /// <summary>All requests whose heads have come, in that order.</summary>
    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    /// <summary>Takes each request's body and gives always the same answer.</summary>
    public static ScriptedServer Answering(string status, string headers = "", string body = "") => new(async exchange =>
    {
        await exchange.ReadBodyAsync();
        await exchange.AnswerAsync(status, headers, body);
    });

    /// <summary>Goes away; whoever connects from now on finds nobody.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_connections);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _connections.Add(ServeAsync(await _listener.AcceptSocketAsync(_stop.Token)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Stopped.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                await using var stream = new NetworkStream(socket);
                while (await ScriptedRequest.ReadAsync(stream, _stop.Token) is { } request)
                {
                    _requests.Enqueue(request);
                    var exchange = new ScriptedExchange(request, socket, stream, _stop.Token);
                    await _script(exchange);
                    if (exchange.IsClosed)
                    {
                        return;
                    }
                }
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }
}
