using MeetingCloud.Storage.WebDav;

namespace MeetingCloud.Tests.Storage.WebDav;

/// <summary>Reading files from servers that keep to the rules, and from those that do not.</summary>
public sealed class WebDavContentTests
{
    private static CancellationToken Ct => CancellationToken.None;

    [Fact]
    public async Task Get_TellsWhatCame_WhenTheServerKnowsRanges()
    {
        await using var fixture = WebDavClientFixture.Answering("206 Partial Content", "Content-Range: bytes 4-6/10\r\nETag: \"x\"\r\n", "456");

        await using var content = await fixture.Client.GetAsync("a", 4, 3, Ct);

        Assert.Equal((4L, 3L, (long?)10, "\"x\""), (content.Offset, content.Length, content.TotalLength, content.ETag));
        Assert.Equal("456", await new StreamReader(content.Body).ReadToEndAsync());
    }

    [Fact]
    public async Task Get_BeginsAtTheStart_WhenTheServerKnowsNoRanges()
    {
        await using var fixture = WebDavClientFixture.Answering("200 OK", "ETag: bare\r\n", "0123456789");

        await using var content = await fixture.Client.GetAsync("a", 4, 3, Ct);

        Assert.Equal((0L, 10L, (long?)10, "bare"), (content.Offset, content.Length, content.TotalLength, content.ETag));
    }

    [Theory]
    [InlineData("206 Partial Content", "", "456", WebDavFailure.Malformed)]
    [InlineData("206 Partial Content", "Content-Range: bytes 0-2/10\r\n", "012", WebDavFailure.Malformed)]
    [InlineData("206 Partial Content", "Content-Range: bytes 4-7/10\r\n", "4567", WebDavFailure.Malformed)]
    [InlineData("206 Partial Content", "Content-Range: bytes 4-6/10\r\n", "4567", WebDavFailure.Malformed)]
    [InlineData("206 Partial Content", "Content-Range: bytes 4-5/10\r\n", "45", WebDavFailure.Truncated)]
    [InlineData("206 Partial Content", "Content-Range: bytes 4-5/6\r\n", "45", WebDavFailure.Truncated)]
    [InlineData("206 Partial Content", "Content-Range: bytes 4-6/10\r\nContent-Encoding: gzip\r\n", "456", WebDavFailure.Malformed)]
    [InlineData("200 OK", "Content-Encoding: br\r\n", "0123456789", WebDavFailure.Malformed)]
    [InlineData("200 OK", "", "012345", WebDavFailure.Truncated)]
    [InlineData("200 OK", "Transfer-Encoding: chunked\r\n", "1\r\n0\r\n0\r\n\r\n", WebDavFailure.Malformed)]
    [InlineData("204 No Content", "", "", WebDavFailure.Malformed)]
    [InlineData("416 Range Not Satisfiable", "Content-Range: bytes */3\r\n", "", WebDavFailure.Truncated)]
    public async Task Get_IsRefusedAtOnce_WhenTheAnswerCannotBeWhatWasAskedFor(string status, string headers, string body, WebDavFailure failure)
    {
        await using var fixture = WebDavClientFixture.Answering(status, headers, body);

        Assert.Equal(failure, (await Assert.ThrowsAsync<WebDavException>(() => fixture.Client.GetAsync("a", 4, 3, Ct))).Failure);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Body_IsTruncated_WhenTheConnectionEndsBeforeItsLength(bool reset)
    {
        var arrived = new TaskCompletionSource();
        await using var fixture = new WebDavClientFixture(async exchange =>
        {
            await exchange.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01234");
            // A reset takes along what is still under way.
            await arrived.Task.WaitAsync(exchange.Stopping);
            if (reset)
            {
                exchange.Abort();
            }
            else
            {
                exchange.Close();
            }
        });
        await using var content = await fixture.Client.GetAsync("a", 0, null, Ct);
        await content.Body.ReadExactlyAsync(new byte[5], Ct);
        arrived.SetResult();

        var error = await Assert.ThrowsAsync<WebDavException>(() => content.Body.CopyToAsync(Stream.Null));

        Assert.Equal(WebDavFailure.Truncated, error.Failure);
        Assert.Contains("of 10 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_IsTruncated_WhenAChunkedRangeEndsBeforeItsLength()
    {
        await using var fixture = WebDavClientFixture.Answering(
            "206 Partial Content", "Content-Range: bytes 4-6/10\r\nTransfer-Encoding: chunked\r\n", "2\r\n45\r\n0\r\n\r\n");
        await using var content = await fixture.Client.GetAsync("a", 4, 3, Ct);

        Assert.Equal(WebDavFailure.Truncated, (await Assert.ThrowsAsync<WebDavException>(() => content.Body.CopyToAsync(Stream.Null))).Failure);
    }

    [Theory]
    [InlineData("200 OK", "Content-Length: 7\r\nETag: W/\"1\"\r\nLast-Modified: Fri, 01 May 2026 09:00:00 GMT\r\n", false, 7L)]
    [InlineData("200 OK", "Content-Length: 7\r\nContent-Encoding: gzip\r\n", false, null)]
    [InlineData("200 OK", "", false, null)]
    [InlineData("301 Moved Permanently", "Location: /dav/a%20b/\r\nContent-Length: 200\r\n", true, null)]
    public async Task Find_TellsWhatTheServerTells(string status, string headers, bool isCollection, long? size)
    {
        await using var fixture = new WebDavClientFixture(exchange => exchange.SendAsync($"HTTP/1.1 {status}\r\n{headers}\r\n"));

        var found = await fixture.Client.FindAsync("a b", Ct);

        Assert.Equal(("a b", isCollection, size), (found!.Path, found.IsCollection, found.Size));
        if (headers.Contains("ETag", StringComparison.Ordinal))
        {
            Assert.Equal(("W/\"1\"", fixture.Clock.GetUtcNow()), (found.ETag, found.LastModified));
        }
    }
}
