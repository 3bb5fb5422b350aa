using System.Net.Sockets;
using System.Text;

namespace MeetingCloud.Tests.Support.ScriptedHttp;

/// <summary>One request to a <see cref="ScriptedServer"/>, and what the script does about it.</summary>
public sealed class ScriptedExchange
{
    private readonly Socket _socket;
    private readonly Stream _stream;

    internal ScriptedExchange(ScriptedRequest request, Socket socket, Stream stream, CancellationToken stopping)
    {
        Request = request;
        _socket = socket;
        _stream = stream;
        Stopping = stopping;
    }

    public ScriptedRequest Request { get; }

    /// <summary>Ends what the script waits for when the test is over.</summary>
    public CancellationToken Stopping { get; }

    internal bool IsClosed { get; private set; }

    /// <summary>Takes the body, by its Content-Length.</summary>
    public async Task ReadBodyAsync()
    {
        if (Request.Headers.ContainsKey("Expect"))
        {
            await SendAsync("HTTP/1.1 100 Continue\r\n\r\n");
        }

        var body = new byte[Request.ContentLength];
        await _stream.ReadExactlyAsync(body, Stopping);
        Request.Body = body;
    }

    /// <param name="status">Such as <c>200 OK</c>.</param>
    /// <param name="headers">Lines, each with its end; Content-Length is added where they have none.</param>
    public Task AnswerAsync(string status, string headers = "", string body = "")
    {
        var length = headers.Contains("Content-Length:", StringComparison.Ordinal) || headers.Contains("chunked", StringComparison.Ordinal)
            ? ""
            : FormattableString.Invariant($"Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n");
        return SendAsync($"HTTP/1.1 {status}\r\n{headers}{length}\r\n{body}");
    }

    /// <summary>Sends these bytes as they are.</summary>
    public async Task SendAsync(string text)
    {
        await _stream.WriteAsync(Encoding.UTF8.GetBytes(text), Stopping);
        await _stream.FlushAsync(Stopping);
    }

    /// <summary>Says and does nothing more.</summary>
    public Task HangAsync() => Task.Delay(Timeout.Infinite, Stopping);

    /// <summary>Closes in good order.</summary>
    public void Close()
    {
        IsClosed = true;
        _socket.Shutdown(SocketShutdown.Send);
    }

    /// <summary>Closes like a process that died: with a reset.</summary>
    public void Abort()
    {
        IsClosed = true;
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }
}
