using System.Buffers;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security;
using MeetingCloud.Benchmarks.Load;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Benchmarks.Weak;

/// <summary>
/// WebDAV servers as weak as small accounts are: each takes so many requests at a time, refuses the next with 503, and answers every one
/// after a while. They keep small files and only the size of large ones, since the client is measured and not a disk. Run as a process
/// of their own: <c>weak-webdav &lt;requests at a time&gt; &lt;milliseconds&gt; &lt;bytes per second&gt; &lt;port&gt; …</c>, with 0 for a line that
/// takes what comes.
/// </summary>
internal static class WeakWebDav
{
    public const string Command = "weak-webdav";

    /// <summary>Largest file that is kept, in bytes.</summary>
    private const long Kept = 1 << 20;

    public static async Task RunAsync(string[] args)
    {
        var numbers = Array.ConvertAll(args, text => int.Parse(text, CultureInfo.InvariantCulture));
        await Task.WhenAll(numbers.Skip(3).Select(port => ServeAsync(port, new Server(numbers[0], TimeSpan.FromMilliseconds(numbers[1]), numbers[2]))));
    }

    private static Task ServeAsync(int port, Server server)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var app = builder.Build();
        app.Run(server.InvokeAsync);
        return app.RunAsync(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
    }

    private sealed class Server(int atOnce, TimeSpan latency, int bytesPerSecond)
    {
        private readonly SharedLine _line = new(bytesPerSecond);
        private readonly ConcurrentDictionary<string, (long Size, byte[]? Bytes)> _files = new(StringComparer.Ordinal);
        private int _running;
        private int _most;
        private int _refused;

        public async Task InvokeAsync(HttpContext context)
        {
            var path = context.Request.Path.Value!;
            if (path == "/_report")
            {
                await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"{_refused} {_most} {_files.Count}"));
                _refused = _most = 0;
                return;
            }

            var running = Interlocked.Increment(ref _running);
            if (running > atOnce)
            {
                Interlocked.Decrement(ref _running);
                Interlocked.Increment(ref _refused);
                context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
                context.Response.Headers.RetryAfter = "1";
                return;
            }

            _most = Math.Max(_most, running);
            // A request counts until its answer is on its way, and no longer: a client that has the end of it may send the next.
            var left = 0;
            try
            {
                var body = context.Request.Method == "PUT" ? await ReceiveAsync(context.Request) : default;
                await Task.Delay(latency);
                var answer = Answer(context, path, body);
                Leave();
                if (answer is not null)
                {
                    await context.Response.BodyWriter.WriteAsync(answer);
                }
            }
            finally
            {
                Leave();
            }

            void Leave() => Interlocked.Add(ref _running, Interlocked.Exchange(ref left, 1) - 1);
        }

        private byte[]? Answer(HttpContext context, string path, (long Size, byte[]? Bytes) body)
        {
            var response = context.Response;
            switch (context.Request.Method)
            {
                case "PUT":
                    _files[path] = body;
                    response.StatusCode = StatusCodes.Status201Created;
                    return null;
                case "MKCOL":
                    response.StatusCode = StatusCodes.Status201Created;
                    return null;
                case "DELETE":
                    response.StatusCode = _files.TryRemove(path, out _) ? StatusCodes.Status204NoContent : StatusCodes.Status404NotFound;
                    return null;
                case "PROPFIND":
                    return Describe(response, path);
                case "GET" or "HEAD" when _files.TryGetValue(path, out var file):
                    response.ContentLength = file.Size;
                    return context.Request.Method == "GET" ? file.Bytes : null;
                default:
                    response.StatusCode = StatusCodes.Status404NotFound;
                    return null;
            }
        }

        private byte[]? Describe(HttpResponse response, string path)
        {
            var isFile = _files.TryGetValue(path, out var file);
            if (!isFile && Path.GetExtension(path).Length > 0)
            {
                response.StatusCode = StatusCodes.Status404NotFound;
                return null;
            }

            response.StatusCode = StatusCodes.Status207MultiStatus;
            response.ContentType = "application/xml; charset=utf-8";
            var type = isFile ? string.Create(CultureInfo.InvariantCulture, $"<D:resourcetype/><D:getcontentlength>{file.Size}</D:getcontentlength>") : "<D:resourcetype><D:collection/></D:resourcetype>";
            var text = $"""
                <?xml version="1.0" encoding="utf-8"?><D:multistatus xmlns:D="DAV:"><D:response><D:href>{SecurityElement.Escape(path)}</D:href><D:propstat><D:prop>{type}<D:getlastmodified>Sat, 21 Nov 2026 00:00:00 GMT</D:getlastmodified></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>
                """;
            return System.Text.Encoding.UTF8.GetBytes(text);
        }

        private async Task<(long Size, byte[]? Bytes)> ReceiveAsync(HttpRequest request)
        {
            var keep = request.ContentLength <= Kept ? new MemoryStream() : null;
            var size = 0L;
            while (true)
            {
                var read = await request.BodyReader.ReadAsync();
                size += read.Buffer.Length;
                keep?.Write(read.Buffer.ToArray());
                await _line.UseAsync(read.Buffer.Length, CancellationToken.None);
                request.BodyReader.AdvanceTo(read.Buffer.End);
                if (read.IsCompleted)
                {
                    return (size, keep?.ToArray());
                }
            }
        }
    }
}
