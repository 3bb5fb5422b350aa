using MeetingCloud.Storage.Origins;
using MeetingCloud.Tests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace MeetingCloud.Tests.Cluster.Origins;

/// <summary>One server of three misbehaves, in every way that servers do: nobody notices but the monitor.</summary>
public sealed class OriginFaultTests
{
    private static readonly Dictionary<string, (Func<HttpContext, RequestDelegate, Task> Fault, string Failure)> s_faults = new(StringComparer.Ordinal)
    {
        ["dies"] = (Abort, "unreachable"),
        ["hangs"] = (Hang, "timed_out"),
        ["500"] = (Answer(500), "server_error"),
        ["429 with Retry-After"] = (Answer(429, retryAfter: "1"), "throttled"),
        ["503 BlockedTemporarily"] = (Answer(503, body: "<d:error><s:exception>BlockedTemporarily</s:exception></d:error>"), "throttled"),
        ["401"] = (Answer(401), "credentials"),
        ["507"] = (Full, "full"),
        ["half a body"] = (HalfBody, "truncated"),
    };

    public static TheoryData<string> Faults => [.. s_faults.Keys];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task UploadsAndReads_GoOn_WhenOneServerOfThree(string fault)
    {
        await using var origin = await OriginCluster.StartAsync();
        var meeting = await origin.Admin.CreateMeetingAsync();
        await origin.UploadAsync(meeting.Id, 0, 24);
        await origin.WaitUntilReplicatedAsync(24);
        if (fault == "hangs")
        {
            // It is waited for each time. Until here nobody was to be taken for one that hangs.
            origin.Cluster.ApiSettings["WEBDAV_TIMEOUT"] = "5";
        }

        await origin.RestartWithoutCacheAsync();

        origin.Servers[1].Fault = s_faults[fault].Fault;
        await origin.ReadAsync(meeting.Id, 0, 24);
        await origin.UploadAsync(meeting.Id, 24, 12);
        // Instances hear of each other's errors a moment later.
        await Eventually.BecomesTrueAsync(
            async () => (await origin.StatsAsync()).Servers[1].Errors.ContainsKey(s_faults[fault].Failure), TestCluster.Patience, "the error is counted");

        origin.Servers[1].Fault = null;
        await origin.ToggleAsync(2, enabled: true);
        await origin.WaitForAsync(2, server => server is { State: "healthy", Failure: null }, "the server is well again");
        await origin.WaitUntilReplicatedAsync(36);
        await origin.RestartWithoutCacheAsync();
        await origin.ReadAsync(meeting.Id, 0, 36);
    }

    [Fact]
    public async Task AThrottledServer_IsLeftAlone_ForAsLongAsItAsks()
    {
        await using var origin = await OriginCluster.StartAsync();
        var meeting = await origin.Admin.CreateMeetingAsync();
        origin.Servers[0].Fault = Answer(429, retryAfter: "600");
        await origin.UploadAsync(meeting.Id, 0, 20);
        await origin.WaitForAsync(
            1, server => server.Failure == "throttled" && server.RetryAt - server.Since > TimeSpan.FromMinutes(9), "the server is left alone");
        // Each instance learns it from the server itself.
        var more = 60;
        foreach (var instance in origin.Cluster.Api.Instances)
        {
            using var admin = origin.Cluster.NewAdmin(instance.Url);
            var health = instance.Services.GetRequiredService<OriginPool>().Servers[0].Health;
            for (; health.IsUsable; more++)
            {
                Assert.InRange(more, 60, 100);
                await admin.UploadAsync(meeting.Id, $"{more}.bin", OriginCluster.FileOf(more));
            }
        }

        var before = origin.Servers[0].Requests.Count;
        await origin.UploadAsync(meeting.Id, 20, 40);
        await origin.ReadAsync(meeting.Id, 0, 60);
        Assert.Equal(before, origin.Servers[0].Requests.Count);
    }

    private static Task Abort(HttpContext context, RequestDelegate next)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static async Task Hang(HttpContext context, RequestDelegate next) =>
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private static Func<HttpContext, RequestDelegate, Task> Answer(int status, string? retryAfter = null, string body = "") => (context, _) =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        return context.Response.WriteAsync(body);
    };

    private static Task Full(HttpContext context, RequestDelegate next) =>
        context.Request.Method == HttpMethods.Put ? Answer(507)(context, next) : next(context);

    private static async Task HalfBody(HttpContext context, RequestDelegate next)
    {
        if (context.Request.Method == HttpMethods.Get)
        {
            var body = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
            context.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(new BreakingStream(body.Stream, 9_000)));
        }

        await next(context);
    }

    /// <summary>Lets so many bytes through and fails: Kestrel sends what it has and closes the connection in the middle of the body.</summary>
    private sealed class BreakingStream(Stream inner, int left) : Stream
    {
        private int _left = left;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var part = buffer[..Math.Min(buffer.Length, _left)];
            _left -= part.Length;
            await inner.WriteAsync(part, cancellationToken);
            await inner.FlushAsync(cancellationToken);
            if (_left == 0)
            {
                throw new IOException("Half a body is all there is.");
            }
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override void Flush()
        {
            // Written through.
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
