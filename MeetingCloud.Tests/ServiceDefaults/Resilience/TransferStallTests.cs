using System.IO.Pipelines;
using System.Net;
using MeetingCloud.Tests.Support;

namespace MeetingCloud.Tests.ServiceDefaults.Resilience;

public sealed class TransferStallTests
{
    private readonly Pipe _body = new();

    [Fact]
    public async Task Read_FailsSayingWhoStalled_WhenNoByteCame()
    {
        using var fixture = BodyFixture();
        using var response = await fixture.Client.GetAsync("/file", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();

        var read = stream.ReadAsync(new byte[10]).AsTask();
        fixture.Clock.Advance(TimeSpan.FromSeconds(19.9));
        Assert.False(read.IsCompleted);
        fixture.Clock.Advance(TimeSpan.FromSeconds(0.1));

        var error = await Assert.ThrowsAsync<IOException>(() => read);
        Assert.Equal("peer sent no byte for 20 s.", error.Message);
    }

    [Fact]
    public async Task Read_GoesOn_WhenBytesTrickleForLongerThanAnyTimeout()
    {
        using var fixture = BodyFixture();
        using var response = await fixture.Client.GetAsync("/file", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        var buffer = new byte[1];

        for (var i = 0; i < 100; i++)
        {
            var read = stream.ReadAsync(buffer).AsTask();
            fixture.Clock.Advance(TimeSpan.FromSeconds(19));
            await _body.Writer.WriteAsync(new[] { (byte)i });
            Assert.Equal(1, await read);
            Assert.Equal(i, buffer[0]);
        }
    }

    [Fact]
    public async Task Read_GoesOn_WhenTheReaderItselfWasSlow()
    {
        using var fixture = BodyFixture();
        using var response = await fixture.Client.GetAsync("/file", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        await _body.Writer.WriteAsync("ab"u8.ToArray());

        Assert.Equal(1, await stream.ReadAsync(new byte[1]));
        fixture.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal(1, await stream.ReadAsync(new byte[1]));
    }

    [Fact]
    public async Task Read_IsCancelledAndNoStall_WhenTheCallerCancels()
    {
        using var fixture = BodyFixture();
        using var response = await fixture.Client.GetAsync("/file", HttpCompletionOption.ResponseHeadersRead);
        await using var stream = await response.Content.ReadAsStreamAsync();
        using var cancellation = new CancellationTokenSource();

        var read = stream.ReadAsync(new byte[10], cancellation.Token).AsTask();
        await cancellation.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => read);
        Assert.Equal(cancellation.Token, error.CancellationToken);
    }

    [Fact]
    public async Task BufferedRead_FailsToo_WhenTheBodyStalls()
    {
        using var fixture = BodyFixture();

        var text = fixture.Client.GetStringAsync("/file");
        await fixture.Clock.WhenArmedAsync();
        fixture.Clock.Advance(TimeSpan.FromSeconds(20));

        await Assert.ThrowsAnyAsync<Exception>(() => text);
        Assert.Equal(1, fixture.Network.Calls);
    }

    [Fact]
    public async Task Get_FailsAndIsNotLeftHanging_WhenHeadersDoNotCome()
    {
        using var fixture = new TransferFixture(
            new StubHandler(async (_, cancellation) =>
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellation);
                return new HttpResponseMessage();
            }),
            options => options.MaxRetries = 0);

        var response = fixture.Client.GetAsync("/file");
        fixture.Clock.Advance(TimeSpan.FromSeconds(30));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => response);
        Assert.Equal("No answer from peer within 30 s.", error.Message);
        Assert.IsType<TimeoutException>(error.InnerException);
    }

    [Fact]
    public async Task Put_OutlastsAllTimeouts_WhileThePeerTakesBytes()
    {
        TransferFixture? fixture = null;
        using var created = fixture = new TransferFixture(new StubHandler(async (request, cancellation) =>
        {
            await request.Content!.CopyToAsync(new SlowPeer(fixture!.Clock, TimeSpan.FromSeconds(19)), cancellation);
            cancellation.ThrowIfCancellationRequested();
            return new HttpResponseMessage(HttpStatusCode.Created);
        }));
        using var content = new StreamContent(new ChunkedSource());

        var response = await fixture.Client.PutAsync("/file", content);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.True(fixture.Clock.GetUtcNow() - new ManualTimeProvider().GetUtcNow() >= TimeSpan.FromSeconds(190));
    }

    [Fact]
    public async Task Put_Fails_WhenThePeerTakesNoBytes()
    {
        using var fixture = new TransferFixture(new StubHandler(async (request, cancellation) =>
        {
            // A pipe nobody reads from, whose buffer is full at once.
            var full = new Pipe(new PipeOptions(pauseWriterThreshold: 1, resumeWriterThreshold: 1));
            await request.Content!.CopyToAsync(full.Writer.AsStream(), cancellation);
            return new HttpResponseMessage(HttpStatusCode.Created);
        }));

        var response = fixture.Client.PutAsync("/file", new ByteArrayContent(new byte[100]));
        fixture.Clock.Advance(TimeSpan.FromSeconds(20));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => response);
        Assert.Contains("took no data for 20 s", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_KeepsItsHeadersAndLength()
    {
        using var fixture = new TransferFixture(new StubHandler(_ =>
        {
            var response = new HttpResponseMessage { Content = new ByteArrayContent(new byte[1234]) };
            response.Content.Headers.ContentType = new("application/zip");
            return response;
        }));

        using var response = await fixture.Client.GetAsync("/file", HttpCompletionOption.ResponseHeadersRead);

        Assert.Equal(1234, response.Content.Headers.ContentLength);
        Assert.Equal("application/zip", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(1234, (await response.Content.ReadAsByteArrayAsync()).Length);
    }

    private TransferFixture BodyFixture() =>
        new(new StubHandler(_ => new HttpResponseMessage { Content = new StreamContent(_body.Reader.AsStream()) }));

    private sealed class SlowPeer(ManualTimeProvider clock, TimeSpan perWrite) : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            clock.Advance(perWrite);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }

    private sealed class ChunkedSource : MemoryStream
    {
        public override async Task CopyToAsync(Stream destination, int bufferSize, CancellationToken cancellationToken)
        {
            for (var i = 0; i < 10; i++)
            {
                await destination.WriteAsync(new byte[10], cancellationToken);
            }
        }
    }
}
