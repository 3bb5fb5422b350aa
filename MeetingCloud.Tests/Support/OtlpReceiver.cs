using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MeetingCloud.Tests.Support;

/// <summary>A collector of OTLP over HTTP with protobuf bodies, which keeps what it is sent.</summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _received = new();

    private OtlpReceiver(WebApplication app) => _app = app;

    public string Address => _app.Urls.First();

    public static async Task<OtlpReceiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var receiver = new OtlpReceiver(builder.Build());
        receiver._app.MapPost("/v1/{signal}", receiver.KeepAsync);
        await receiver._app.StartAsync();
        return receiver;
    }

    /// <summary>Whether the signal (<c>traces</c>, <c>metrics</c>, <c>logs</c>) held this text. Protobuf keeps strings as plain UTF-8.</summary>
    public bool Got(string signal, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return _received.Any(received => received.Path == $"/v1/{signal}" && received.Body.AsSpan().IndexOf(bytes) >= 0);
    }

    /// <summary>The bodies of a signal so far.</summary>
    public IEnumerable<byte[]> Bodies(string signal) => _received.Where(received => received.Path == $"/v1/{signal}").Select(received => received.Body);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task KeepAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        _received.Enqueue((context.Request.Path, body.ToArray()));
        context.Response.ContentType = "application/x-protobuf";
    }
}
