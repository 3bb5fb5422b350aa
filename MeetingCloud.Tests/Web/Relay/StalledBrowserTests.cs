using MeetingCloud.Web.Relay;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Web.Relay;

/// <summary>A browser whose line is too slow for the server to go on waiting.</summary>
public sealed class StalledBrowserTests
{
    [Fact]
    public async Task Upload_IsAnsweredWith408_WhenTheBrowserSendsNothingMore()
    {
        using var controlPlane = new HttpClient(new Taking()) { BaseAddress = new Uri("http://api.example") };
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using var answer = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = HttpMethods.Put;
        context.Request.Body = new StalledBody();
        context.Response.Body = answer;

        await new ControlPlaneRelay(controlPlane).SendAsync(context, "/api/v1/tracks/t-1/audio");

        Assert.Equal(StatusCodes.Status408RequestTimeout, context.Response.StatusCode);
        answer.Position = 0;
        Assert.Contains("Your connection stood still.", await new StreamReader(answer).ReadToEndAsync(), StringComparison.Ordinal);
    }

    /// <summary>Reads all of the body, as a connection does.</summary>
    private sealed class Taking : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            return new HttpResponseMessage();
        }
    }

    /// <summary>As Kestrel's request body, when too few bytes came for too long.</summary>
    private sealed class StalledBody : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new BadHttpRequestException("Reading the request body timed out due to data arriving too slowly.", StatusCodes.Status408RequestTimeout);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
