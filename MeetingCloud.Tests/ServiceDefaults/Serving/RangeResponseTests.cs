using System.IO.Pipelines;
using System.Text;
using MeetingCloud.ServiceDefaults;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.ServiceDefaults.Serving;

public class RangeResponseTests
{
    private const string Tag = "\"abc\"";
    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, 200).Select(i => (byte)i)];

    [Fact]
    public async Task Get_SendsTheWhole_WhenNothingElseIsAsked()
    {
        var (response, body) = await SendAsync("GET");
        Assert.Equal(200, response.StatusCode);
        Assert.Equal(200, response.ContentLength);
        Assert.Equal(Tag, response.Headers.ETag);
        Assert.Equal("bytes", response.Headers.AcceptRanges);
        Assert.Equal("attachment; filename=x", response.Headers.ContentDisposition);
        Assert.Equal(s_bytes, body);
    }

    [Fact]
    public async Task Head_SendsTheHeadersOfTheWhole_EvenWithARange()
    {
        var (response, body) = await SendAsync("HEAD", ("Range", "bytes=0-9"));
        Assert.Equal(200, response.StatusCode);
        Assert.Equal(200, response.ContentLength);
        Assert.Empty(body);
    }

    [Fact]
    public async Task Get_SendsOneRange()
    {
        var (response, body) = await SendAsync("GET", ("Range", "bytes=10-19"));
        Assert.Equal(206, response.StatusCode);
        Assert.Equal("bytes 10-19/200", response.Headers.ContentRange);
        Assert.Equal(10, response.ContentLength);
        Assert.Equal(s_bytes[10..20], body);
    }

    [Fact]
    public async Task Get_SendsSeveralRangesAsParts()
    {
        var (response, body) = await SendAsync("GET", ("Range", "bytes=0-1,100-102"));
        Assert.Equal(206, response.StatusCode);
        Assert.StartsWith("multipart/byteranges; boundary=", response.ContentType, StringComparison.Ordinal);
        var boundary = response.ContentType!.Split('=')[1];
        byte[] expected =
        [
            .. Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\nContent-Type: application/zip\r\nContent-Range: bytes 0-1/200\r\n\r\n"),
            0, 1,
            .. Encoding.ASCII.GetBytes($"\r\n--{boundary}\r\nContent-Type: application/zip\r\nContent-Range: bytes 100-102/200\r\n\r\n"),
            100, 101, 102,
            .. Encoding.ASCII.GetBytes($"\r\n--{boundary}--\r\n"),
        ];
        Assert.Equal(expected, body);
        Assert.Equal(expected.Length, response.ContentLength);
    }

    [Fact]
    public async Task Get_RefusesARangeOutside()
    {
        var (response, body) = await SendAsync("GET", ("Range", "bytes=200-"));
        Assert.Equal(416, response.StatusCode);
        Assert.Equal("bytes */200", response.Headers.ContentRange);
        Assert.Contains("application/problem+json", response.ContentType, StringComparison.Ordinal);
        Assert.Contains("200 bytes", Encoding.UTF8.GetString(body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Range", "bytes=200-")]
    [InlineData("If-Match", "\"x\"")]
    public async Task Refusal_IsNotKept_AsTheFileIs(string header, string value)
    {
        var (response, _) = await SendAsync("GET", (header, value));
        Assert.InRange(response.StatusCode, 412, 416);
        Assert.Equal("no-store", response.Headers.CacheControl);
    }

    [Theory]
    [InlineData(Tag, 206)]
    [InlineData("\"other\"", 200)]
    [InlineData("W/\"abc\"", 200)]
    [InlineData("Sat, 21 Nov 2026 10:00:00 GMT", 200)]
    public async Task IfRange_GivesTheRangeForTheSameBytesAlone(string ifRange, int status)
    {
        var (response, _) = await SendAsync("GET", ("Range", "bytes=10-19"), ("If-Range", ifRange));
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData(Tag, 304)]
    [InlineData("W/\"abc\"", 304)]
    [InlineData("*", 304)]
    [InlineData("\"x\", \"abc\"", 304)]
    [InlineData("\"x\"", 200)]
    public async Task IfNoneMatch_SparesTheBody_WhenTheClientHasIt(string ifNoneMatch, int status)
    {
        var (response, body) = await SendAsync("GET", ("If-None-Match", ifNoneMatch));
        Assert.Equal(status, response.StatusCode);
        Assert.Equal(status == 304 ? 0 : 200, body.Length);
    }

    [Theory]
    [InlineData(Tag, 200)]
    [InlineData("*", 200)]
    [InlineData("W/\"abc\"", 412)]
    [InlineData("\"x\"", 412)]
    public async Task IfMatch_RefusesOtherBytes(string ifMatch, int status)
    {
        var (response, _) = await SendAsync("GET", ("If-Match", ifMatch));
        Assert.Equal(status, response.StatusCode);
    }

    [Theory]
    [InlineData("bytes=0-")]
    [InlineData("bytes=0-1,5-6")]
    public async Task Get_LeavesTheStatusOpen_WhenTheFirstBytesCannotBeHad(string range)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new StartableBody(context.Features.Get<IHttpResponseBodyFeature>()!));
        context.Request.Method = "GET";
        context.Request.Headers.Range = range;
        await Assert.ThrowsAsync<IOException>(() => RangeResponse.WriteAsync(context, new LostSource(), new RangeHeaders(Tag, "application/zip")));
        Assert.False(((StartableBody)context.Features.Get<IHttpResponseBodyFeature>()!).IsStarted);
    }

    private static async Task<(HttpResponse Response, byte[] Body)> SendAsync(string method, params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext
        {
            RequestServices = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider(),
        };
        context.Request.Method = method;
        foreach (var (name, value) in headers)
        {
            context.Request.Headers[name] = value;
        }

        using var body = new MemoryStream();
        context.Response.Body = body;
        await RangeResponse.WriteAsync(
            context, new Source(), new RangeHeaders(Tag, "application/zip", "attachment; filename=x", "no-cache"));
        await context.Response.BodyWriter.FlushAsync();
        return (context.Response, body.ToArray());
    }

    private sealed class StartableBody(IHttpResponseBodyFeature inner) : StreamResponseBodyFeature(Stream.Null, inner)
    {
        public bool IsStarted { get; private set; }

        public override Task StartAsync(CancellationToken cancellationToken = default)
        {
            IsStarted = true;
            return base.StartAsync(cancellationToken);
        }
    }

    private sealed class LostSource : IRangeSource
    {
        public long Length => 100;

        public ValueTask PrepareAsync(long offset, long length, CancellationToken cancellationToken) =>
            ValueTask.FromException(new IOException("The disk is gone."));

        public async ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken) =>
            await destination.WriteAsync(new byte[length], cancellationToken);
    }

    private sealed class Source : IRangeSource
    {
        public long Length => s_bytes.Length;

        public async ValueTask CopyToAsync(PipeWriter destination, long offset, long length, CancellationToken cancellationToken) =>
            await destination.WriteAsync(s_bytes.AsMemory((int)offset, (int)length), cancellationToken);
    }
}
