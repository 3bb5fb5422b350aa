using System.Collections.Concurrent;
using System.Globalization;
using MeetingCloud.Tests.Support.ScriptedHttp;

namespace MeetingCloud.Tests.Storage.Origins.Support;

/// <summary>A small WebDAV server with files of text in memory, that misbehaves as a test wants.</summary>
internal sealed class ScriptedOrigin : IAsyncDisposable
{
    /// <summary>Tells requests apart.</summary>
    public const string NumberHeader = "X-Request-Number";

    private readonly ScriptedServer _server;
    private readonly ConcurrentDictionary<string, byte> _folders = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, byte> _hanging = new(StringComparer.Ordinal);
    private int _busy;
    private int _peak;

    public ScriptedOrigin() => _server = new ScriptedServer(ServeAsync);

    public Uri Url => _server.Url;

    public ConcurrentDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    public IReadOnlyList<ScriptedRequest> Requests => _server.Requests;

    /// <summary>Does something else than a sound server would, and says so by returning true. The request's body has been read.</summary>
    public Func<ScriptedExchange, Task<bool>>? Fault { get; set; }

    /// <summary>Bytes of room; null for a server that does not say.</summary>
    public long? Room { get; set; }

    /// <summary>How long each request takes, on the real clock, so that many overlap.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Most requests that were under way at a time.</summary>
    public int Peak => Volatile.Read(ref _peak);

    /// <summary>Requests that are being worked on. Those that hang are not.</summary>
    public int Working => Volatile.Read(ref _busy) - _hanging.Count;

    /// <summary>Whether the request of this number waits on purpose.</summary>
    public bool IsHanging(string number) => _hanging.ContainsKey(number);

    public int Count(string method) => Requests.Count(request => request.Method == method);

    /// <summary>Gives each request of a method this answer.</summary>
    public void Answer(string method, string status, string headers = "", string body = "") => Fault = async exchange =>
    {
        if (method != "*" && exchange.Request.Method != method)
        {
            return false;
        }

        await exchange.AnswerAsync(status, headers, exchange.Request.Method == "HEAD" ? "" : body);
        return true;
    };

    /// <summary>Requests of a method, or all, get no answer.</summary>
    public void Hang(string method = "*") => Fault = async exchange =>
    {
        if (method == "*" || exchange.Request.Method == method)
        {
            await HangAsync(exchange);
        }

        return false;
    };

    public Task HangAsync(ScriptedExchange exchange) => HangAsync(exchange, Timeout.InfiniteTimeSpan, TimeProvider.System);

    /// <summary>Says nothing for a time.</summary>
    public async Task HangAsync(ScriptedExchange exchange, TimeSpan time, TimeProvider clock)
    {
        var number = exchange.Request.Headers[NumberHeader];
        _hanging[number] = 0;
        try
        {
            await Task.Delay(time, clock, exchange.Stopping);
        }
        finally
        {
            _hanging.TryRemove(number, out _);
        }
    }

    /// <summary>Answers as a sound server, whatever <see cref="Fault"/> says.</summary>
    public async Task ServeSoundlyAsync(ScriptedExchange exchange)
    {
        var request = exchange.Request;
        var path = Uri.UnescapeDataString(request.Target).Trim('/');
        var parent = path.Contains('/', StringComparison.Ordinal) ? path[..path.LastIndexOf('/')] : "";
        var hasParent = parent.Length == 0 || _folders.ContainsKey(parent);
        switch (request.Method)
        {
            case "MKCOL":
                await exchange.AnswerAsync(!hasParent ? "409 Conflict" : _folders.TryAdd(path, 0) ? "201 Created" : "405 Method Not Allowed");
                break;
            case "PUT" when !hasParent:
                await exchange.AnswerAsync("409 Conflict");
                break;
            case "PUT":
                Files[path] = request.BodyText;
                await exchange.AnswerAsync("201 Created");
                break;
            case "DELETE":
                await exchange.AnswerAsync(Files.TryRemove(path, out _) ? "204 No Content" : "404 Not Found");
                break;
            case "PROPFIND":
                await exchange.AnswerAsync("207 Multi-Status", "", Quota());
                break;
            case "HEAD" when Files.TryGetValue(path, out var file):
                await exchange.AnswerAsync("200 OK", FormattableString.Invariant($"Content-Length: {file.Length}\r\n"));
                break;
            case "GET" when Files.TryGetValue(path, out var file):
                await SendAsync(exchange, file);
                break;
            default:
                await exchange.AnswerAsync("404 Not Found");
                break;
        }
    }

    /// <summary>The answer to a GET, with a body that may be shorter than the headers say.</summary>
    /// <param name="upTo">Sends no byte of the file from here on.</param>
    public static Task SendAsync(ScriptedExchange exchange, string file, int upTo = int.MaxValue)
    {
        var from = OffsetOf(exchange.Request);
        var head = from is { } start
            ? FormattableString.Invariant($"HTTP/1.1 206 Partial Content\r\nContent-Range: bytes {start}-{file.Length - 1}/{file.Length}\r\nContent-Length: {file.Length - start}\r\n\r\n")
            : FormattableString.Invariant($"HTTP/1.1 200 OK\r\nContent-Length: {file.Length}\r\n\r\n");
        var end = Math.Min(upTo, file.Length);
        return exchange.SendAsync(head + (end > (from ?? 0) ? file[(from ?? 0)..end] : ""));
    }

    /// <summary>Where the range begins that a request asks for; null where it asks for none.</summary>
    public static int? OffsetOf(ScriptedRequest request) => request.Headers.TryGetValue("Range", out var range)
        ? int.Parse(range["bytes=".Length..].Split('-')[0], CultureInfo.InvariantCulture)
        : null;

    /// <summary>Somebody empties the account.</summary>
    public void Wipe()
    {
        _folders.Clear();
        Files.Clear();
    }

    public Task StopAsync() => _server.StopAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(ScriptedExchange exchange)
    {
        var now = Interlocked.Increment(ref _busy);
        for (var seen = Peak; now > seen; seen = Peak)
        {
            Interlocked.CompareExchange(ref _peak, now, seen);
        }

        var counted = true;
        try
        {
            await exchange.ReadBodyAsync();
            await Task.Delay(Delay, exchange.Stopping);
            if (Fault is null || !await Fault(exchange))
            {
                // Before the answer: with its last byte the client may begin the next request.
                Interlocked.Decrement(ref _busy);
                counted = false;
                await ServeSoundlyAsync(exchange);
            }
        }
        finally
        {
            if (counted)
            {
                Interlocked.Decrement(ref _busy);
            }
        }
    }

    private string Quota()
    {
        var room = Room is { } bytes ? FormattableString.Invariant($"<D:quota-available-bytes>{bytes}</D:quota-available-bytes>") : "";
        return "<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/></D:resourcetype>"
            + room + "</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>";
    }
}
